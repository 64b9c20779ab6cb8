import { type ExecutionStatus, ListExecutionsCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isOrderId } from '../domain/is-order-id';
import type { OrderExecution, OrderExecutions } from '../ports/stuck-orders';
import { whenAvailable } from '../runtime/aws-availability';

/** The largest page that Step Functions gives. */
const PAGE = 1_000;
const BROKEN = ['FAILED', 'TIMED_OUT', 'ABORTED'] as const satisfies readonly ExecutionStatus[];

/** Executions are named after their orders, so a list of names is a list of orders. */
export const createSfnExecutions = ({
  client,
  stateMachineArn,
}: {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
}): OrderExecutions => {
  async function list(statusFilter: ExecutionStatus, limit: number) {
    const executions: OrderExecution[] = [];
    let nextToken: string | undefined;
    do {
      const page = await whenAvailable('Step Functions', () =>
        client.send(
          new ListExecutionsCommand({
            stateMachineArn,
            statusFilter,
            maxResults: Math.min(PAGE, limit - executions.length),
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
        ),
      );
      for (const { name, startDate } of page.executions ?? []) {
        // Whoever starts an execution by hand may call it anything, and it carries no order.
        if (name !== undefined && isOrderId(name) && startDate !== undefined) {
          executions.push({ orderId: name, startedAt: startDate.toISOString() });
        }
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined && executions.length < limit);
    return { executions, complete: nextToken === undefined };
  }

  return {
    findRunning: ({ limit }) => list('RUNNING', limit),
    async findBroken({ limit }) {
      const lists = await Promise.all(BROKEN.map((status) => list(status, limit)));
      return lists.flatMap(({ executions }) => executions);
    },
  };
};
