import type { OrderStatus } from '../../domain/order';
import type { UnfinishedOrders } from '../../ports/stuck-orders';
import type { Database } from './database';
import { IS_OPEN } from './open-orders';

interface Row {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly updatedAt: Date;
  readonly reason: string | null;
}

const UNFINISHED = `
  /* find-unfinished */
  SELECT order_id AS "orderId", status, updated_at AS "updatedAt", reason
  FROM orders AS o
  WHERE ${IS_OPEN} AND (status = 'NEEDS_REPAIR' OR accepted_at < $1)
  ORDER BY accepted_at
  LIMIT $2`;

const UNWRITTEN = `
  /* find-unwritten */
  SELECT asked.order_id::text AS "orderId"
  FROM unnest($1::uuid[]) AS asked (order_id)
  WHERE NOT EXISTS (SELECT FROM orders WHERE orders.order_id = asked.order_id)`;

export const createPostgresUnfinishedOrders = ({ database }: { readonly database: Database }): UnfinishedOrders => ({
  async findUnfinished({ acceptedBefore, limit }) {
    const rows = await database.query<Row>(UNFINISHED, [acceptedBefore.toISOString(), limit]);
    return rows.map(({ orderId, status, updatedAt, reason }) => ({
      orderId,
      status,
      since: updatedAt.toISOString(),
      ...(reason === null ? {} : { reason }),
    }));
  },

  async findUnwritten(orderIds) {
    const rows = await database.query<Pick<Row, 'orderId'>>(UNWRITTEN, [orderIds]);
    return rows.map(({ orderId }) => orderId);
  },
});
