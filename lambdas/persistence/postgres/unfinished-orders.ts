import type { OrderStatus } from '../../domain/order';
import type { UnfinishedOrders } from '../../ports/stuck-orders';
import type { Database } from './database';

const FIND_UNFINISHED = `
  SELECT order_id, status, updated_at, reason FROM orders
  WHERE status NOT IN ('CONFIRMED', 'REJECTED', 'CANCELLED') AND (status = 'NEEDS_REPAIR' OR accepted_at < $1)
  ORDER BY accepted_at, order_id
  LIMIT $2`;

interface UnfinishedRow {
  readonly order_id: string;
  readonly status: OrderStatus;
  readonly updated_at: Date;
  readonly reason: string | null;
}

/** Orders that somebody or something has yet to finish, for operators. */
export function createPostgresUnfinishedOrders({ database }: { readonly database: Database }): UnfinishedOrders {
  return {
    async findUnfinished({ acceptedBefore, limit }) {
      const rows = await database.query<UnfinishedRow>(FIND_UNFINISHED, [acceptedBefore.toISOString(), limit]);
      return rows.map(({ order_id, status, updated_at, reason }) => ({
        orderId: order_id,
        status,
        since: updated_at.toISOString(),
        ...(reason === null ? {} : { reason }),
      }));
    },
  };
}
