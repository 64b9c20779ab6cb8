import type { OrderEvent } from '../../contracts/order-event';

/** An event as statements answer it. */
export interface EventRow {
  readonly event_id: string;
  readonly order_id: string;
  readonly customer_id: string;
  readonly sequence: number;
  readonly type: string;
  readonly status: string;
  /** ISO 8601 with any offset. */
  readonly occurred_at: string;
  readonly facts: Readonly<Record<string, unknown>> | null;
  /** That its order came with. Whoever publishes the event within a trace of its own names that instead. */
  readonly trace: string | null;
}

/** The one place that makes an event of a row, so that whoever publishes it, and however late, says the same. */
export const eventOfRow = (row: EventRow): OrderEvent =>
  ({
    version: 1,
    eventId: row.event_id,
    type: row.type,
    orderId: row.order_id,
    customerId: row.customer_id,
    sequence: row.sequence,
    status: row.status,
    occurredAt: new Date(row.occurred_at).toISOString(),
    ...row.facts,
    ...(row.trace === null ? {} : { trace: row.trace }),
  }) as OrderEvent;
