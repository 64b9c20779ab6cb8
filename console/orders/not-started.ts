import type { Clock } from '../../lambdas/ports/clock';
import type { IntakeStore, PendingOrder } from '../../lambdas/ports/intake-store';
import type { UnfinishedOrders } from '../../lambdas/ports/stuck-orders';

/** More than these are an outage, which is not looked at order by order. */
const MOST_WAITING = 20;

/**
 * Accepted, and no saga has started, by what is on record at the intake. That may not have heard of a start while DynamoDB was
 * away: an order that the database knows waits for nothing, whatever the intake says.
 */
export const createNotStarted =
  ({
    intake,
    orders,
    clock,
  }: {
    readonly intake: Pick<IntakeStore, 'findNotStarted'>;
    readonly orders: Pick<UnfinishedOrders, 'findUnwritten'>;
    readonly clock: Clock;
  }) =>
  async (): Promise<readonly PendingOrder[]> => {
    const pending = await intake.findNotStarted({ acceptedBefore: clock.now(), limit: MOST_WAITING });
    const waiting = new Set(await orders.findUnwritten(pending.map(({ orderId }) => orderId)));
    return pending.filter(({ orderId }) => waiting.has(orderId));
  };
