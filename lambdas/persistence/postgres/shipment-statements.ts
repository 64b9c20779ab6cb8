import { BEGIN_COMPENSATION, LOCKED_ORDER, moveOrder, WRITTEN_EVENT } from './statement-parts';

const LINES = `
  (SELECT jsonb_agg(jsonb_build_object('sku', line.sku, 'quantity', line.quantity) ORDER BY line.line)
   FROM order_lines AS line WHERE line.order_id = $1)`;

/** $1 order id. One row when the intent to book was put on record by this statement. */
export const OPEN_SHIPMENT = `
  /* open-shipment */
  WITH bookable AS MATERIALIZED (
    SELECT order_id FROM orders
    WHERE order_id = $1 AND status = 'CHARGED' AND compensating_at IS NULL
    FOR NO KEY UPDATE
  )
  INSERT INTO shipments (order_id, state)
  SELECT order_id, 'OPEN' FROM bookable
  ON CONFLICT (order_id) DO NOTHING
  RETURNING ${LINES} AS lines`;

/** $1 order id. Always one row, whatever is there. */
export const READ_SHIPMENT = `
  /* read-shipment */
  SELECT orders.status, orders.compensating_at IS NOT NULL AS compensating, shipments.state, shipments.shipment_id,
    shipments.refusal_reason, ${LINES} AS lines
  FROM (SELECT $1::uuid AS order_id) AS asked
  LEFT JOIN orders USING (order_id) LEFT JOIN shipments USING (order_id)`;

/** $1 order id, $2 shipment id. That it is booked is recorded in any case; the order moves on unless it is being undone. */
export const RECORD_BOOKED = `
  /* record-booked */
  WITH ${LOCKED_ORDER}, booked AS (
    UPDATE shipments SET state = 'BOOKED', shipment_id = $2, updated_at = now()
    FROM locked WHERE shipments.order_id = locked.order_id AND shipments.state = 'OPEN'
    RETURNING shipments.order_id, shipments.state
  ), ${moveOrder('CHARGED', 'SHIPPING', 'booked', "'shipmentId', $2::text")}
  SELECT state, ${WRITTEN_EVENT} FROM booked`;

/** $1 order id, $2 reason. A refusal is a cancellation with a reason until the carrier has nothing of the order. */
export const BEGIN_REFUSAL = `
  /* begin-refusal */
  WITH ${LOCKED_ORDER}
  UPDATE shipments SET state = 'CANCELLING', refusal_reason = $2, updated_at = now()
  FROM locked WHERE shipments.order_id = locked.order_id AND shipments.state = 'OPEN'
  RETURNING shipments.state`;

/** $1 order id. */
export const RECORD_REFUSED = `
  /* record-refused */
  WITH ${LOCKED_ORDER}
  UPDATE shipments SET state = 'REFUSED', updated_at = now()
  FROM locked WHERE shipments.order_id = locked.order_id AND shipments.state = 'CANCELLING'
    AND shipments.refusal_reason IS NOT NULL
  RETURNING shipments.state, shipments.refusal_reason`;

/** $1 order id. No row: the order is confirmed. A row without \`state\`: a booking was begun after this statement was. */
export const BEGIN_CANCEL_SHIPMENT = `
  /* begin-cancel-shipment */
  WITH ${BEGIN_COMPENSATION}, cancelling AS (
    UPDATE shipments SET state = 'CANCELLING', updated_at = now()
    FROM allowed WHERE shipments.order_id = allowed.order_id AND shipments.state IN ('OPEN', 'BOOKED', 'CANCELLING')
    RETURNING shipments.state
  ), tombstone AS (
    INSERT INTO shipments (order_id, state)
    SELECT order_id, 'CANCELLED' FROM allowed WHERE NOT EXISTS (SELECT FROM shipments WHERE order_id = $1)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING state
  ), settled AS (
    SELECT state FROM shipments WHERE order_id = $1 AND state IN ('REFUSED', 'CANCELLED')
  )
  SELECT COALESCE(cancelling.state, tombstone.state, settled.state) AS state
  FROM allowed LEFT JOIN cancelling ON true LEFT JOIN tombstone ON true LEFT JOIN settled ON true`;

/** $1 order id. */
export const RECORD_SHIPMENT_CANCELLED = `
  /* record-shipment-cancelled */
  WITH ${LOCKED_ORDER}
  UPDATE shipments SET state = 'CANCELLED', updated_at = now()
  FROM locked WHERE shipments.order_id = locked.order_id AND shipments.state = 'CANCELLING'
  RETURNING shipments.state`;
