import type { ReadOrder } from '../../../console/orders/read-order';
import type { InMemoryDatabase } from './in-memory-database';
import { isResolved } from './in-memory-order-resolutions';

/** Orders as the console reads them, as far as its acts go by what it has read. */
export const createInMemoryOrderPages = ({
  database: { orders, statement },
}: {
  readonly database: InMemoryDatabase;
}) => ({
  read: async (orderId: string): Promise<ReadOrder | undefined> =>
    statement('read-order-whole', () => {
      const row = orders.get(orderId);
      return (
        row && {
          ...{ orderId, customerId: row.customerId, status: row.status, version: row.version },
          ...{ totalMinor: row.total?.amountMinor ?? null, currency: row.total?.currency ?? null },
          ...{ reason: row.reason ?? null, unfinished: row.unfinished ?? null, isResolved: isResolved(row) },
          compensatingAt: row.compensating ? row.updatedAt : null,
          acceptedAt: new Date(row.acceptedAt),
          updatedAt: row.updatedAt,
          lines: row.lines.map(({ sku, quantity }) => ({ sku, quantity, unitPriceMinor: null })),
          ...{ events: null, reservation: null, payment: null, shipment: null },
        }
      );
    }),
});
