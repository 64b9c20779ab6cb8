/**
 * One stretch of the books in one statement, so that all of it is of one moment. Money that may be at the provider
 * counts as captured: an order that ended otherwise must not leave it open.
 */
export const STRETCH = `
  /* read-books */
  SELECT o.order_id AS "orderId", o.status, o.total_minor::float8 AS "totalMinor", o.currency,
         COALESCE(o.unfinished, '[]'::jsonb) AS unfinished,
         p.state AS "paymentState", p.amount_minor::float8 AS "amountMinor", p.currency AS "paymentCurrency",
         s.state AS "shipmentState",
         (SELECT json_agg(json_build_object('sequence', e.sequence, 'type', e.type, 'status', e.status) ORDER BY e.sequence)
            FROM order_events e WHERE e.order_id = o.order_id) AS events
  FROM (SELECT * FROM orders WHERE order_id > $1 ORDER BY order_id LIMIT $2) o
  LEFT JOIN payments p USING (order_id)
  LEFT JOIN shipments s USING (order_id)
  ORDER BY o.order_id`;

/** An estimate that costs nothing: to count rows is to read them. -1 when nobody has ever counted. */
export const RESERVATIONS_ABOUT = `
  /* estimate-reservations */
  SELECT GREATEST(reltuples, 0)::float8 AS rows FROM pg_class WHERE oid = 'reservations'::regclass`;

/** Levels beside what reservations add up to, in one statement. */
export const STOCK = `
  /* read-stock */
  SELECT stock.sku, initial::float8, available::float8, reserved::float8, sold::float8,
         COALESCE(held.quantity, 0)::float8 AS "heldByOrders", COALESCE(taken.quantity, 0)::float8 AS "soldToOrders"
  FROM stock
  LEFT JOIN (SELECT sku, sum(quantity) AS quantity FROM reservation_lines JOIN reservations USING (order_id)
             WHERE state = 'HELD' GROUP BY sku) held USING (sku)
  LEFT JOIN (SELECT sku, sum(quantity) AS quantity FROM reservation_lines JOIN reservations USING (order_id)
             WHERE state = 'SOLD' GROUP BY sku) taken USING (sku)`;
