import type { Order } from '../../domain/order';
import type { ExecutionStatus } from '../../ports/order-standing';
import type { OrderExecutions } from '../../ports/stuck-orders';

export type CarryingExecutions = Pick<OrderExecutions, 'findRunning'> & ExecutionStatus;

/** Beyond these a list takes longer than to ask about each order. */
const MOST_LISTED = 10_000;

/**
 * Asks for all that run, once and only if there is anything to ask about: whoever begins later finds the tombstone.
 * When more run than can be listed, an order that is not listed is asked about by itself.
 */
export function createIsCarried(executions: CarryingExecutions) {
  let asking: Promise<{ readonly running: ReadonlySet<string>; readonly complete: boolean }> | undefined;
  const list = async () => {
    const { executions: listed, complete } = await executions.findRunning({ limit: MOST_LISTED });
    return { running: new Set(listed.map(({ orderId }) => orderId)), complete };
  };

  return async ({ orderId }: Order): Promise<boolean> => {
    asking ??= list();
    const { running, complete } = await asking;
    return running.has(orderId) || (!complete && (await executions.statusOf(orderId)) === 'RUNNING');
  };
}
