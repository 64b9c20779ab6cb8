import type { OrderResolutions } from '../../ports/order-resolutions';
import type { UnfinishedStep } from '../../ports/order-store';
import type { Database } from './database';

interface Row {
  readonly orderId: string;
  readonly version: number;
  readonly unfinished: readonly UnfinishedStep[];
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

/** Beyond these an order has a history that nobody reads. */
const MOST = 50;

/**
 * $1 order id, $2 version and $3 unfinished as they were seen. A trigger marks the order itself, for all who ask whether it is
 * settled (see `open-orders.ts`). Locked, so that this waits for who changes the order just now, and sees what came of it.
 */
const RECORD = `
  /* record-resolution */ INSERT INTO order_resolutions (order_id, version, unfinished, reason, resolved_by)
  SELECT order_id, version, $3::jsonb, $4, $5
  FROM orders WHERE order_id = $1 AND version = $2 AND status = 'NEEDS_REPAIR' AND COALESCE(unfinished, '[]') = $3::jsonb
  FOR NO KEY UPDATE
  RETURNING order_id`;

const OF_ORDER = `
  /* read-resolutions */ SELECT order_id AS "orderId", version, unfinished, reason, resolved_by AS by, resolved_at AS at
  FROM order_resolutions WHERE order_id = $1 ORDER BY resolved_at DESC LIMIT ${MOST}`;

export const createPostgresOrderResolutions = ({ database }: { readonly database: Database }): OrderResolutions => ({
  async record({ orderId, version, unfinished, reason, by }) {
    const rows = await database.query(RECORD, [orderId, version, JSON.stringify(unfinished), reason, by]);
    return rows.length > 0;
  },
  async ofOrder(orderId) {
    const rows = await database.query<Row>(OF_ORDER, [orderId]);
    return rows.map(({ at, ...resolution }) => ({ ...resolution, at: at.toISOString() }));
  },
});
