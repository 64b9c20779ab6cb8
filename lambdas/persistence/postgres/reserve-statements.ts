import { EVENT_OF_STATUS } from '../../domain/events';
import { eventOf, FACTS, MOVED, WRITTEN_EVENT } from './statement-parts';

/** $1 order id. The order, its reservation, and its lines beside what the catalogue says now. */
export const READ_RESERVABLE = `
  /* read-reservable */
  SELECT orders.status, orders.compensating_at IS NOT NULL AS compensating, orders.total_minor, orders.currency,
    reservations.state AS reservation,
    (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('sku', line.sku, 'quantity', line.quantity, 'price',
         CASE WHEN product.sku IS NOT NULL
              THEN jsonb_build_object('amountMinor', product.price_minor, 'currency', product.currency) END))
       ORDER BY line.line)
     FROM order_lines AS line LEFT JOIN products AS product USING (sku)
     WHERE line.order_id = orders.order_id) AS lines
  FROM orders LEFT JOIN reservations USING (order_id)
  WHERE orders.order_id = $1`;

/**
 * $1 order id, $2 total, $3 currency, $4 unit prices by line. Holds every line or none.
 *
 * Locks the order first and then its stock by SKU, so that two orders which want the same SKUs wait for each other
 * and never in a circle; a level is read under its lock and is therefore the newest. The reservation's primary key
 * is the fence against an undo that runs at the same time for an order that it could not see yet: when its tombstone
 * is there first, this statement fails as a whole.
 */
export const HOLD_STOCK = `
  /* hold-stock */
  WITH wanted AS MATERIALIZED (
    SELECT sku, sum(quantity)::bigint AS quantity FROM order_lines WHERE order_id = $1 GROUP BY sku
  ), receivable AS MATERIALIZED (
    SELECT order_id FROM orders
    WHERE order_id = $1 AND status = 'RECEIVED' AND compensating_at IS NULL
    FOR NO KEY UPDATE
  ), levels AS MATERIALIZED (
    SELECT stock.sku, stock.available
    FROM receivable, wanted JOIN stock USING (sku)
    ORDER BY stock.sku
    FOR NO KEY UPDATE OF stock
  ), verdict AS MATERIALIZED (
    SELECT count(*) > 0 AND bool_and(COALESCE(levels.available >= wanted.quantity, false)) AS held
    FROM receivable, wanted LEFT JOIN levels USING (sku)
  ), taken AS (
    UPDATE stock SET available = stock.available - wanted.quantity, reserved = stock.reserved + wanted.quantity
    FROM verdict, wanted JOIN levels USING (sku)
    WHERE stock.sku = wanted.sku AND verdict.held
  ), reservation AS (
    INSERT INTO reservations (order_id, state)
    SELECT order_id, 'HELD' FROM receivable, verdict WHERE held
    RETURNING order_id
  ), reservation_line AS (
    INSERT INTO reservation_lines (order_id, sku, quantity)
    SELECT order_id, sku, quantity FROM reservation, wanted
  ), priced_line AS (
    UPDATE order_lines SET unit_price_minor = price.minor
    FROM reservation, unnest($4::bigint[]) WITH ORDINALITY AS price (minor, line)
    WHERE order_lines.order_id = reservation.order_id AND order_lines.line = price.line
  ), moved AS (
    UPDATE orders SET status = 'RESERVED', version = version + 1, updated_at = now(), total_minor = $2, currency = $3
    FROM reservation WHERE orders.order_id = reservation.order_id
    RETURNING ${MOVED}
  ), ${eventOf(`'${EVENT_OF_STATUS.RESERVED}'`, `${FACTS.lines}, ${FACTS.total}`)}
  SELECT EXISTS (SELECT FROM receivable) AS receivable, held,
    COALESCE((SELECT jsonb_object_agg(sku, available) FROM levels), '{}') AS available, ${WRITTEN_EVENT}
  FROM verdict`;
