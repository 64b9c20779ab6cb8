import { paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import type { MetricSamples } from './metric-samples';

const METRICS: Readonly<Record<string, string>> = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};

/** How executions ended, and when they began. */
export async function observeExecutions(
  sfn: SFNClient,
  stateMachineArn: string,
  samples: MetricSamples,
): Promise<void> {
  const count = (name: string, at: Date): void =>
    samples.add(
      { namespace: 'AWS/States', name, dimensions: { StateMachineArn: stateMachineArn } },
      { at: at.getTime(), value: 1 },
    );
  for await (const { executions = [] } of paginateListExecutions({ client: sfn }, { stateMachineArn })) {
    for (const { status = '', startDate, stopDate } of executions) {
      const ended = METRICS[status];
      if (startDate !== undefined) {
        count('ExecutionsStarted', startDate);
      }
      if (ended !== undefined && stopDate !== undefined) {
        count(ended, stopDate);
      }
    }
  }
}
