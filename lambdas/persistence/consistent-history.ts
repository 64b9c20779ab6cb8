import type { OrderHistory } from '../ports/order-history';

/** From the replica, unless that is behind what the caller has seen. */
export const createConsistentHistory = ({
  replica,
  writer,
}: {
  readonly replica: OrderHistory;
  readonly writer: OrderHistory;
}): OrderHistory => ({
  async eventsOf(orderId, atLeast = 0) {
    const events = await replica.eventsOf(orderId);
    return (events.at(-1)?.sequence ?? 0) >= atLeast ? events : writer.eventsOf(orderId);
  },
});
