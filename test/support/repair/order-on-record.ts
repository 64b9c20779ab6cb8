import type { OrderStatus } from '../../../lambdas/domain/order';
import type { OrderOnRecord } from '../../../lambdas/ports/orders-on-record';
import type { Snapshot } from '../contracts/store-world';

/** What an operator finds of an order that nobody has marked as resolved. */
export function orderOnRecord(
  { orders, payments, shipments, reservations }: Snapshot,
  orderId: string,
): OrderOnRecord | undefined {
  const order = orders[orderId];
  return (
    order && {
      ...{ orderId, customerId: order.customerId, lines: order.lines, acceptedAt: order.acceptedAt, isResolved: false },
      status: order.status as OrderStatus,
      reason: order.reason ?? undefined,
      unfinished: order.unfinished ?? [],
      books: {
        shipment: shipments[orderId]?.state,
        payment: payments[orderId]?.state,
        reservation: reservations[orderId]?.state,
      },
    }
  );
}
