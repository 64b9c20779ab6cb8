import type { OrderStatus } from '../../lambdas/domain/order';
import type { Database } from '../../lambdas/persistence/postgres/database';
import { IS_RESOLVED } from '../../lambdas/persistence/postgres/open-orders';
import type { UnfinishedStep } from '../../lambdas/ports/order-store';

export interface ReadLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceMinor: number | null;
}

export interface ReadEvent {
  readonly sequence: number;
  readonly type: string;
  readonly status: OrderStatus;
  readonly occurredAt: string;
}

/** What each participant has on record. A row may be there although nothing happened: the tombstone of an undo. */
export interface Books {
  readonly reservation: { readonly state: 'HELD' | 'RELEASED' | 'SOLD' } | null;
  readonly payment: {
    readonly state: 'OPEN' | 'CHARGED' | 'DECLINED' | 'REFUNDING' | 'VOIDED' | 'REFUNDED';
    readonly amountMinor: number | null;
    readonly currency: string | null;
    readonly intentId: string | null;
    readonly refundId: string | null;
    readonly declineCode: string | null;
  } | null;
  readonly shipment: {
    readonly state: 'OPEN' | 'BOOKED' | 'REFUSED' | 'CANCELLING' | 'CANCELLED';
    readonly shipmentId: string | null;
    readonly refusalReason: string | null;
  } | null;
}

export interface ReadOrder extends Books {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly version: number;
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly compensatingAt: Date | null;
  readonly reason: string | null;
  readonly unfinished: readonly UnfinishedStep[] | null;
  /** A person has settled by hand what is unfinished as it stands now. */
  readonly isResolved: boolean;
  readonly acceptedAt: Date;
  readonly updatedAt: Date;
  readonly lines: readonly ReadLine[] | null;
  readonly events: readonly ReadEvent[] | null;
}

/** $1 order id. One look, so that the order and its books are of one moment. */
const READ_ORDER = `
  /* read-order-whole */ SELECT o.order_id AS "orderId", o.customer_id AS "customerId", o.status, o.version, o.total_minor AS "totalMinor",
    o.currency, o.compensating_at AS "compensatingAt", o.reason, o.unfinished, o.accepted_at AS "acceptedAt",
    o.updated_at AS "updatedAt", ${IS_RESOLVED} AS "isResolved",
    (SELECT jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity, 'unitPriceMinor', unit_price_minor) ORDER BY line)
     FROM order_lines WHERE order_id = o.order_id) AS lines,
    (SELECT jsonb_agg(jsonb_build_object('sequence', sequence, 'type', type, 'status', status, 'occurredAt', occurred_at)
       ORDER BY sequence)
     FROM order_events WHERE order_id = o.order_id) AS events,
    (SELECT jsonb_build_object('state', state) FROM reservations WHERE order_id = o.order_id) AS reservation,
    (SELECT jsonb_build_object('state', state, 'amountMinor', amount_minor, 'currency', currency, 'intentId', intent_id,
       'refundId', refund_id, 'declineCode', decline_code)
     FROM payments WHERE order_id = o.order_id) AS payment,
    (SELECT jsonb_build_object('state', state, 'shipmentId', shipment_id, 'refusalReason', refusal_reason)
     FROM shipments WHERE order_id = o.order_id) AS shipment
  FROM orders AS o
  WHERE o.order_id = $1`;

export async function readOrder(database: Database, orderId: string): Promise<ReadOrder | undefined> {
  const [order] = await database.query<ReadOrder>(READ_ORDER, [orderId]);
  return order;
}
