import type { OrderReader, OrderView } from '../../../lambdas/ports/order-reader';
import type { InMemoryDatabase, OrderRow } from './in-memory-database';

const toView = ({ orderId, customerId, status, version, lines, acceptedAt, ...row }: OrderRow): OrderView => ({
  ...{ orderId, customerId, status, version, lines },
  ...(row.total && { total: row.total }),
  ...(row.reason && { reason: row.reason }),
  acceptedAt: new Date(acceptedAt).toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** Newest first; ISO 8601 in UTC sorts as text. */
const newestFirst = (a: string, b: string): number => (a === b ? 0 : a < b ? 1 : -1);

export function createInMemoryOrderReader({ database }: { readonly database: InMemoryDatabase }): OrderReader {
  const { orders, products, stock } = database;
  const keyOf = ({ acceptedAt, orderId }: { readonly acceptedAt: string; readonly orderId: string }): string =>
    `${new Date(acceptedAt).toISOString()} ${orderId}`;

  return {
    async findOrder(orderId) {
      const row = orders.get(orderId);
      return row && toView(row);
    },

    async listOrders({ customerId, limit, after }) {
      return [...orders.values()]
        .filter((row) => row.customerId === customerId && (after === undefined || keyOf(row) < keyOf(after)))
        .sort((a, b) => newestFirst(keyOf(a), keyOf(b)))
        .slice(0, limit)
        .map(toView);
    },

    async listProducts() {
      return [...products.values()]
        .map(({ sku, name, price }) => ({ sku, name, price, available: stock.get(sku)?.available ?? 0 }))
        .sort((a, b) => newestFirst(b.sku, a.sku));
    },
  };
}
