import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { XRayClient } from '@aws-sdk/client-xray';
import { Command } from 'commander';
import { createXRayTraceReader } from '../../../lambdas/gateways/xray-trace-reader';
import { createTracesOfOrder, type TracesOfOrder } from '../../../lambdas/operations/traces/traces-of-order';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoFailureRecords } from '../../../lambdas/persistence/dynamodb/failure-records';
import { createDynamoIntakeStore } from '../../../lambdas/persistence/dynamodb/intake-store';
import { createDynamoOperatorActions } from '../../../lambdas/persistence/dynamodb/operator-actions';
import { createLocalTraceReader } from '../../../localstack/trace-collector/local-trace-reader';
import { findTarget, type TargetOptions, withTarget } from '../aws-target';
import { CommandError } from '../command-error';
import { orderId } from '../order-id';
import { sendOtlp } from '../traces/send-otlp';
import { waterfall } from '../traces/waterfall';

interface TraceOptions extends TargetOptions {
  readonly json?: true;
  /** True without a value. */
  readonly otlp?: string | true;
}

export const traceCommand = (): Command =>
  withTarget(new Command('trace'))
    .description('draws the trace of an order, from its request to the last consumer of its events')
    .argument('<orderId>', 'of the order', orderId)
    .option('--json', 'as JSON, for scripts')
    .option('--otlp [to]', 'as OTLP/JSON: to a collector (http://localhost:4318), into a file, or printed')
    .action(async (id: string, options: TraceOptions) => {
      const { traceIds, traces } = await readTraces(id, options);
      if (traces.length === 0) {
        throw new CommandError(
          traceIds.length === 0
            ? `no order ${id} is known, so neither is its trace`
            : `trace ${traceIds.join(', ')} was not sampled, is not recorded yet, or is no longer kept`,
        );
      }
      if (options.otlp !== undefined) {
        await sendOtlp(traces, options.otlp === true ? undefined : options.otlp);
      } else {
        console.log(options.json ? JSON.stringify(traces, null, 2) : traces.map(waterfall).join('\n\n'));
      }
    });

async function readTraces(id: string, options: TargetOptions): Promise<TracesOfOrder> {
  const { client, tables, traces } = await findTarget(options);
  const dynamo = new DynamoDBClient(client);
  const xray = new XRayClient(client);
  try {
    const documents = documentClient(dynamo);
    const records = { client: documents, table: tables.failureRecords };
    const tracesOfOrder = createTracesOfOrder({
      intake: createDynamoIntakeStore({ client: documents, table: tables.intake }),
      failures: createDynamoFailureRecords(records),
      actions: createDynamoOperatorActions(records),
      traces: traces === undefined ? createXRayTraceReader({ client: xray }) : createLocalTraceReader(traces),
    });
    return await tracesOfOrder(id);
  } finally {
    dynamo.destroy();
    xray.destroy();
  }
}
