import type { OrderStatus } from '../../domain/order';
import type { OrderGauges } from '../../ports/order-gauges';
import type { Database } from './database';
import { IS_OPEN } from './open-orders';

interface Row {
  readonly status: OrderStatus;
  readonly orders: number;
  readonly stuck: number;
  readonly oldest: Date;
}

const MEASURE = `
  /* measure-open-orders */
  SELECT status,
         count(*)::int AS orders,
         (count(*) FILTER (WHERE accepted_at < $1 AND status <> 'NEEDS_REPAIR'))::int AS stuck,
         min(updated_at) AS oldest
  FROM orders AS o
  WHERE ${IS_OPEN}
  GROUP BY status`;

/** All that waits, since only its oldest row says how long: as small as the backlog. */
export const UNPUBLISHED = `
  /* find-oldest-unpublished */
  SELECT min(written_at) AS oldest FROM outbox WHERE parked_at IS NULL`;

export const createPostgresOrderGauges = ({ database }: { readonly database: Database }): OrderGauges => ({
  async readOpenOrders({ acceptedBefore }) {
    const rows = await database.query<Row>(MEASURE, [acceptedBefore.toISOString()]);
    const [unpublished] = await database.query<{ readonly oldest: Date | null }>(UNPUBLISHED);
    return {
      byStatus: Object.fromEntries(rows.map(({ status, orders }) => [status, orders])),
      stuck: rows.reduce((sum, { stuck }) => sum + stuck, 0),
      oldestRepairSince: rows.find(({ status }) => status === 'NEEDS_REPAIR')?.oldest.toISOString(),
      oldestUnpublishedSince: unpublished?.oldest?.toISOString(),
    };
  },
});
