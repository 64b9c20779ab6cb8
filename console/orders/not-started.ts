import { createFindWaitingOrders } from '../../lambdas/operations/find-waiting-orders';
import type { Clock } from '../../lambdas/ports/clock';
import type { IntakeStore, PendingOrder } from '../../lambdas/ports/intake-store';
import type { UnfinishedOrders } from '../../lambdas/ports/stuck-orders';

/** More than these are an outage, which is not looked at order by order. */
const MOST_WAITING = 20;

/** Accepted, and no saga has started: the oldest of them, as of now. */
export function createNotStarted({
  clock,
  ...sources
}: {
  readonly intake: Pick<IntakeStore, 'findNotStarted'>;
  readonly orders: Pick<UnfinishedOrders, 'findUnwritten'>;
  readonly clock: Clock;
}) {
  const findWaiting = createFindWaitingOrders(sources);
  return (): Promise<readonly PendingOrder[]> => findWaiting({ acceptedBefore: clock.now(), limit: MOST_WAITING });
}
