import { ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { RunningExecution, RunningExecutions } from '../ports/stuck-orders';
import { whenAvailable } from '../runtime/aws-availability';

/** The largest page that Step Functions gives. */
const PAGE = 1_000;

/** Executions are named after their orders, so a list of names is a list of orders. */
export const createSfnExecutions = ({
  client,
  stateMachineArn,
}: {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
}): RunningExecutions => ({
  async findRunning({ limit }) {
    const found: RunningExecution[] = [];
    let nextToken: string | undefined;
    do {
      const page = await whenAvailable('Step Functions', () =>
        client.send(
          new ListExecutionsCommand({
            stateMachineArn,
            statusFilter: 'RUNNING',
            maxResults: Math.min(PAGE, limit - found.length),
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
        ),
      );
      for (const { name, startDate } of page.executions ?? []) {
        if (name !== undefined && startDate !== undefined) {
          found.push({ orderId: name, startedAt: startDate.toISOString() });
        }
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined && found.length < limit);
    return { executions: found, complete: nextToken === undefined };
  },
});
