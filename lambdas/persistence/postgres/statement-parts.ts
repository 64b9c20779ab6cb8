import { EVENT_OF_STATUS, EVENT_WITHOUT_MOVE } from '../../domain/events';
import type { OrderStatus } from '../../domain/order';

/** $1 order id. Locks the order before anything of a participant: every statement takes its locks in that order. */
export const LOCKED_ORDER = `
  locked AS MATERIALIZED (
    SELECT order_id, compensating_at IS NOT NULL AS compensating FROM orders WHERE order_id = $1 FOR NO KEY UPDATE
  )`;

/**
 * $1 order id. Every compensation begins with this: `allowed` has a row unless the order is confirmed, and from here
 * on no action moves it forward. An order that was never written is closed by the participant's tombstone alone.
 */
export const BEGIN_COMPENSATION = `
  compensating AS MATERIALIZED (
    UPDATE orders SET compensating_at = COALESCE(compensating_at, now())
    WHERE order_id = $1 AND status <> 'CONFIRMED'
    RETURNING order_id
  ), allowed AS MATERIALIZED (
    SELECT $1::uuid AS order_id
    WHERE EXISTS (SELECT FROM compensating) OR NOT EXISTS (SELECT FROM orders WHERE order_id = $1)
  )`;

/** What `moved` hands on to the event of the move. */
export const MOVED = `
  orders.order_id, orders.customer_id, orders.version, orders.status, orders.total_minor, orders.currency, orders.reason,
  orders.trace_header`;

/**
 * Takes the order in `cause` from one status to the next, unless it is being undone, and writes the event.
 *
 * @param facts of the event, see `eventOf`
 */
export const moveOrder = (from: OrderStatus, to: OrderStatus, cause: string, facts: string): string => `
  moved AS (
    UPDATE orders SET status = '${to}', version = version + 1, updated_at = now()
    FROM ${cause}
    WHERE orders.order_id = ${cause}.order_id AND orders.status = '${from}' AND orders.compensating_at IS NULL
    RETURNING ${MOVED}
  ), ${eventOf(`'${EVENT_OF_STATUS[to]}'`, facts)}`;

/**
 * Writes the event of the order in `moved`, of which there is one at most, under the version that the order has taken.
 *
 * @param type an expression
 * @param facts names and values for `jsonb_build_object`
 */
export const eventOf = (type: string, facts: string): string => `
  event AS (
    INSERT INTO order_events (order_id, sequence, type, status, facts)
    SELECT order_id, version, ${type}, status, jsonb_build_object(${facts}) FROM moved
    RETURNING *
  )`;

/**
 * Takes a place in the sequence of the order in `cause`, whose status stays, for the event of its refund. An order that a
 * person had settled stays settled: that its money came back as well is no new question.
 */
export const refundEvent = (cause: string, facts: string): string => `
  moved AS (
    UPDATE orders SET version = version + 1,
      resolved_version = resolved_version + (resolved_version = version)::int
    FROM ${cause} WHERE orders.order_id = ${cause}.order_id
    RETURNING ${MOVED}
  ), ${eventOf(`'${EVENT_WITHOUT_MOVE.refund}'`, facts)}`;

/** A column beside a statement's own answer: the event that it has written, for whoever publishes it. */
export const WRITTEN_EVENT = `
  (SELECT to_jsonb(event) || jsonb_build_object('customer_id', moved.customer_id, 'trace', moved.trace_header)
   FROM event, moved) AS written_event`;

/** Facts of events, by what they need to know. */
export const FACTS = {
  lines: `'lines', (
    SELECT jsonb_agg(jsonb_build_object('sku', line.sku, 'quantity', line.quantity) ORDER BY line.line)
    FROM order_lines AS line WHERE line.order_id = moved.order_id)`,
  total: `'total', jsonb_build_object('amountMinor', total_minor, 'currency', currency)`,
  reason: `'reason', reason`,
} as const;

/** $1 order id. `finding.unfinished` says which undo the participants still owe, and is NULL when none does. */
export const FINDING = `
  unfinished (step, error) AS MATERIALIZED (
    SELECT 'CancelShipment', 'the shipment is ' || state FROM shipments
    WHERE order_id = $1 AND state IN ('OPEN', 'BOOKED', 'CANCELLING')
    UNION ALL
    SELECT 'RefundPayment', 'the payment is ' || state FROM payments
    WHERE order_id = $1 AND state IN ('OPEN', 'CHARGED', 'REFUNDING')
    UNION ALL
    SELECT 'ReleaseInventory', 'the reservation is ' || state FROM reservations
    WHERE order_id = $1 AND state = 'HELD'
  ), finding AS (
    SELECT jsonb_agg(jsonb_build_object('step', step, 'error', error) ORDER BY step) AS unfinished FROM unfinished
  )`;
