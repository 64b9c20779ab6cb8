import type { OrderMessage } from '../contracts/order-message';
import type { Clock } from '../ports/clock';
import type { IntakeStore, PendingOrder } from '../ports/intake-store';
import type { OrderQueue } from '../ports/order-queue';

export interface EnqueueOrderDependencies {
  readonly intake: Pick<IntakeStore, 'markEnqueued'>;
  readonly queue: OrderQueue;
  readonly clock: Clock;
}

/**
 * Sends an accepted order to its queue, then records that it did. When it ends in between, the order is
 * sent again later; the consumer takes the second message for what it is.
 */
export const createEnqueueOrder =
  ({ intake, queue, clock }: EnqueueOrderDependencies) =>
  async (order: PendingOrder): Promise<void> => {
    await queue.send(messageOf(order), order.traceHeader);
    await intake.markEnqueued(order.orderId, clock.now());
  };

/** What its queue is told of an order. */
export const messageOf = ({ orderId, customerId, lines, expectedTotal, acceptedAt }: PendingOrder): OrderMessage => ({
  schemaVersion: 1,
  orderId,
  customerId,
  lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
  ...(expectedTotal === undefined ? {} : { expectedTotal: { ...expectedTotal } }),
  acceptedAt,
});
