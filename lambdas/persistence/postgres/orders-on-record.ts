import type { OrderLine, OrderStatus } from '../../domain/order';
import type { UnfinishedStep } from '../../ports/order-store';
import type { OrdersOnRecord } from '../../ports/orders-on-record';
import type { Database } from './database';
import { IS_RESOLVED } from './open-orders';

interface Row {
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly reason: string | null;
  readonly unfinished: readonly UnfinishedStep[] | null;
  readonly isResolved: boolean;
  readonly acceptedAt: Date;
  readonly traceHeader: string | null;
  readonly lines: readonly OrderLine[];
  readonly shipment: string | null;
  readonly payment: string | null;
  readonly reservation: string | null;
}

const ON_RECORD = `
  /* find-on-record */
  SELECT o.customer_id AS "customerId", o.status, o.reason, o.unfinished, ${IS_RESOLVED} AS "isResolved",
    o.accepted_at AS "acceptedAt", o.trace_header AS "traceHeader",
    (SELECT jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity) ORDER BY line)
     FROM order_lines WHERE order_id = o.order_id) AS lines,
    (SELECT state FROM shipments WHERE order_id = o.order_id) AS shipment,
    (SELECT state FROM payments WHERE order_id = o.order_id) AS payment,
    (SELECT state FROM reservations WHERE order_id = o.order_id) AS reservation
  FROM orders AS o
  WHERE o.order_id = $1`;

/** Asked of the writer, since it is asked in order to act. */
export const createPostgresOrdersOnRecord = ({ database }: { readonly database: Database }): OrdersOnRecord => ({
  async findOnRecord(orderId) {
    const [row] = await database.query<Row>(ON_RECORD, [orderId]);
    if (row === undefined) {
      return undefined;
    }
    const { customerId, status, lines, isResolved } = row;
    return {
      ...{ orderId, customerId, status, lines, isResolved },
      acceptedAt: row.acceptedAt.toISOString(),
      unfinished: row.unfinished ?? [],
      reason: row.reason ?? undefined,
      traceHeader: row.traceHeader ?? undefined,
      books: {
        shipment: row.shipment ?? undefined,
        payment: row.payment ?? undefined,
        reservation: row.reservation ?? undefined,
      },
    };
  },
});
