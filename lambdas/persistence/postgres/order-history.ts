import type { OrderStatus } from '../../domain/order';
import type { OrderHistory } from '../../ports/order-history';
import type { Database } from './database';

const READ_HISTORY = `
  /* read-history */
  SELECT sequence, type, status, occurred_at
  FROM order_events
  WHERE order_id = $1
  ORDER BY sequence`;

interface Row {
  readonly sequence: number;
  readonly type: string;
  readonly status: OrderStatus;
  readonly occurred_at: Date;
}

export const createPostgresOrderHistory = ({ database }: { readonly database: Database }): OrderHistory => ({
  async eventsOf(orderId) {
    const rows = await database.query<Row>(READ_HISTORY, [orderId]);
    return rows.map(({ sequence, type, status, occurred_at }) => ({
      sequence,
      type,
      status,
      occurredAt: occurred_at.toISOString(),
    }));
  },
});
