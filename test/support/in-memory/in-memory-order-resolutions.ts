import type { OrderResolutions } from '../../../lambdas/ports/order-resolutions';
import type { InMemoryDatabase, OrderRow } from './in-memory-database';

export const createInMemoryOrderResolutions = ({
  database: { orders, statement },
}: {
  readonly database: InMemoryDatabase;
}): Pick<OrderResolutions, 'record'> => ({
  record: async ({ orderId, version, unfinished }) =>
    statement('record-resolution', () => {
      const row = orders.get(orderId);
      const seen = { version, unfinished };
      if (row?.status !== 'NEEDS_REPAIR' || !isResolved({ ...row, resolved: seen })) {
        return false;
      }
      row.resolved = seen;
      return true;
    }),
});

/** A person has settled by hand what the order has unfinished as it stands now. */
export const isResolved = ({ version, unfinished = [], resolved }: OrderRow): boolean =>
  resolved?.version === version && JSON.stringify(resolved.unfinished) === JSON.stringify(unfinished);
