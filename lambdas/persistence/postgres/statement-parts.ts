import { EVENT_OF_STATUS } from '../../domain/events';
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

/** Takes the orders in `cause` from one status to the next, unless they are being undone, and writes the event. */
export const moveOrder = (from: OrderStatus, to: OrderStatus, cause: string): string => `
  moved AS (
    UPDATE orders SET status = '${to}', version = version + 1, updated_at = now()
    FROM ${cause}
    WHERE orders.order_id = ${cause}.order_id AND orders.status = '${from}' AND orders.compensating_at IS NULL
    RETURNING orders.order_id, orders.version, orders.status
  ), ${eventOf(to)}`;

/** Writes the event of the orders in `moved`. */
export const eventOf = (status: OrderStatus): string => `
  event AS (
    INSERT INTO order_events (order_id, sequence, type, status)
    SELECT order_id, version, '${EVENT_OF_STATUS[status]}', status FROM moved
  )`;

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
