import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { Command } from 'commander';
import { createSfnExecutionHistory } from '../../../lambdas/gateways/sfn-execution-history';
import { createReadTimeline } from '../../../lambdas/operations/timeline/read-timeline';
import type { Timeline } from '../../../lambdas/operations/timeline/timeline-entry';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoDeliveryLog } from '../../../lambdas/persistence/dynamodb/delivery-log';
import { createDynamoIntakeStore } from '../../../lambdas/persistence/dynamodb/intake-store';
import { createDynamoToldRecords } from '../../../lambdas/persistence/dynamodb/told-records';
import { createPostgresOrderHistory } from '../../../lambdas/persistence/postgres/order-history';
import { findTarget, type TargetOptions, withTarget } from '../aws-target';
import { CommandError, EXIT } from '../command-error';
import { databaseOf } from '../database-of';
import { orderId } from '../order-id';
import { timelinePage } from './timeline-page';

export const timelineCommand = (): Command =>
  withTarget(new Command('timeline'))
    .description('tells what has happened to an order: steps, attempts, failures, acts of operators, mails')
    .argument('<orderId>', 'of the order', orderId)
    .option('--json', 'as JSON, for scripts')
    .action(async (id: string, options: TargetOptions & { readonly json?: true }) => {
      const timeline = await readTimeline(id, options);
      if (timeline === undefined) {
        throw new CommandError(`no order ${id} is known`);
      }
      process.exitCode = timeline.because === undefined ? 0 : EXIT.failure;
      console.log(options.json ? JSON.stringify(timeline, null, 2) : timelinePage(timeline));
    });

async function readTimeline(id: string, options: TargetOptions): Promise<Timeline | undefined> {
  const { client, tables, stateMachineArn, postgres } = await findTarget(options);
  const sfn = new SFNClient(client);
  const dynamo = new DynamoDBClient(client);
  const database = postgres === undefined ? undefined : databaseOf(postgres);
  try {
    const documents = documentClient(dynamo);
    const read = createReadTimeline({
      intake: createDynamoIntakeStore({ client: documents, table: tables.intake }),
      history: database && createPostgresOrderHistory({ database }),
      executions: createSfnExecutionHistory({ client: sfn, stateMachineArn }),
      ...createDynamoToldRecords({ client: documents, table: tables.failureRecords }),
      deliveries: createDynamoDeliveryLog({ client: documents, table: tables.deliveries }),
    });
    return await read(id);
  } finally {
    await database?.close();
    sfn.destroy();
    dynamo.destroy();
  }
}
