import type { OrdersOnRecord } from '../../../lambdas/ports/orders-on-record';
import type { InMemoryDatabase } from './in-memory-database';
import { isResolved } from './in-memory-order-resolutions';

export const createInMemoryOrdersOnRecord = ({
  database: { orders, payments, reservations, shipments, statement },
}: {
  readonly database: InMemoryDatabase;
}): OrdersOnRecord => ({
  findOnRecord: async (orderId) =>
    statement('find-on-record', () => {
      const row = orders.get(orderId);
      if (row === undefined) {
        return undefined;
      }
      const { customerId, lines, acceptedAt, traceHeader, status, reason, unfinished = [] } = row;
      return {
        ...{ orderId, customerId, lines, acceptedAt, traceHeader, status, reason, unfinished },
        isResolved: isResolved(row),
        books: {
          shipment: shipments.get(orderId)?.state,
          payment: payments.get(orderId)?.state,
          reservation: reservations.get(orderId)?.state,
        },
      };
    }),
});
