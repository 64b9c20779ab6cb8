import { STANDING_STATES } from './standing-states';
import { BEGIN_COMPENSATION } from './statement-parts';

/**
 * $1 order id, $2 whether also what may be in a parcel. Closes the order for every further action, frees what is held, and
 * leaves the tombstone.
 *
 * Not `allowed`: the order is confirmed. `parceled`: what is held may be in a parcel. None of the three: a reservation was
 * made after this statement began; or it is the first to close an order that can be booked, and frees nothing yet: a
 * booking may have begun while it waited.
 */
export const RELEASE_STOCK = `
  /* release-stock */
  WITH ${BEGIN_COMPENSATION}, parcel AS MATERIALIZED (
    SELECT order_id FROM shipments WHERE order_id = $1 AND state IN (${STANDING_STATES}) AND NOT $2::boolean
  ), bookable AS MATERIALIZED (
    SELECT order_id FROM orders WHERE order_id = $1 AND status = 'CHARGED' AND compensating_at IS NULL
  ), freed AS (
    UPDATE reservations SET state = 'RELEASED', updated_at = now()
    FROM allowed WHERE reservations.order_id = allowed.order_id AND reservations.state = 'HELD'
      AND NOT EXISTS (SELECT FROM parcel) AND NOT EXISTS (SELECT FROM bookable)
    RETURNING reservations.order_id
  ), tombstone AS (
    INSERT INTO reservations (order_id, state)
    SELECT order_id, 'RELEASED' FROM allowed WHERE NOT EXISTS (SELECT FROM freed)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING order_id
  ), levels AS MATERIALIZED (
    SELECT stock.sku, held.quantity
    FROM freed JOIN reservation_lines AS held USING (order_id) JOIN stock USING (sku)
    ORDER BY stock.sku
    FOR NO KEY UPDATE OF stock
  ), returned AS (
    UPDATE stock SET available = stock.available + levels.quantity, reserved = stock.reserved - levels.quantity
    FROM levels WHERE stock.sku = levels.sku
  )
  SELECT EXISTS (SELECT FROM allowed) AS allowed,
    EXISTS (SELECT FROM parcel JOIN reservations USING (order_id) WHERE state = 'HELD') AS parceled,
    EXISTS (SELECT FROM freed) OR EXISTS (SELECT FROM tombstone)
      OR EXISTS (SELECT FROM reservations WHERE order_id = $1 AND state = 'RELEASED') AS released`;
