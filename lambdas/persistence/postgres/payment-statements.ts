import { BEGIN_COMPENSATION, FACTS, LOCKED_ORDER, moveOrder, refundEvent, WRITTEN_EVENT } from './statement-parts';

/** $1 order id. One row when the intent to charge was put on record by this statement. */
export const OPEN_PAYMENT = `
  /* open-payment */
  WITH chargeable AS MATERIALIZED (
    SELECT order_id, total_minor, currency FROM orders
    WHERE order_id = $1 AND status = 'RESERVED' AND compensating_at IS NULL
    FOR NO KEY UPDATE
  )
  INSERT INTO payments (order_id, state, amount_minor, currency)
  SELECT order_id, 'OPEN', total_minor, currency FROM chargeable
  ON CONFLICT (order_id) DO NOTHING
  RETURNING amount_minor, currency`;

/** $1 order id. Always one row, whatever is there. */
export const READ_PAYMENT = `
  /* read-payment */
  SELECT orders.status, orders.compensating_at IS NOT NULL AS compensating, payments.state, payments.intent_id,
    payments.decline_code, payments.amount_minor, payments.currency
  FROM (SELECT $1::uuid AS order_id) AS asked
  LEFT JOIN orders USING (order_id) LEFT JOIN payments USING (order_id)`;

/**
 * $1 order id, $2 intent id. When the order is being undone and no intent was ever recorded, none was confirmed:
 * then the payment is settled as voided instead, and this intent must not be confirmed either.
 */
export const RECORD_INTENT = `
  /* record-intent */
  WITH ${LOCKED_ORDER}
  UPDATE payments SET updated_at = now(), intent_id = $2,
    state = CASE WHEN locked.compensating AND payments.intent_id IS NULL THEN 'VOIDED' ELSE payments.state END
  FROM locked
  WHERE payments.order_id = locked.order_id AND payments.state = 'OPEN'
    AND COALESCE(payments.intent_id, $2) = $2
  RETURNING payments.state`;

/** $1 order id. That money was taken is recorded in any case; the order moves on unless it is being undone. */
export const RECORD_CHARGED = `
  /* record-charged */
  WITH ${LOCKED_ORDER}, charged AS (
    UPDATE payments SET state = 'CHARGED', updated_at = now()
    FROM locked WHERE payments.order_id = locked.order_id AND payments.state = 'OPEN' AND payments.intent_id IS NOT NULL
    RETURNING payments.order_id, payments.state, payments.intent_id
  ), ${moveOrder('RESERVED', 'CHARGED', 'charged', `${FACTS.total}, 'paymentId', (SELECT intent_id FROM charged)`)}
  SELECT state, ${WRITTEN_EVENT} FROM charged`;

/** $1 order id, $2 decline code, $3 the intent that it is about, or null. A statement that comes late finds another. */
export const RECORD_DECLINED = `
  /* record-declined */
  WITH ${LOCKED_ORDER}
  UPDATE payments SET state = 'DECLINED', decline_code = $2, updated_at = now()
  FROM locked WHERE payments.order_id = locked.order_id AND payments.state = 'OPEN'
    AND payments.intent_id IS NOT DISTINCT FROM $3::text
  RETURNING payments.state`;

/**
 * $1 order id. No row: the order is confirmed. A row without \`state\`: a charge was begun after this statement was. A
 * refund on record of what is \`REFUNDING\` has failed for good, or a part by hand beside it has.
 */
export const BEGIN_REFUND = `
  /* begin-refund */
  WITH ${BEGIN_COMPENSATION}, refunding AS (
    UPDATE payments SET state = 'REFUNDING', updated_at = now()
    FROM allowed WHERE payments.order_id = allowed.order_id AND payments.state IN ('OPEN', 'CHARGED', 'REFUNDING')
    RETURNING payments.state, payments.intent_id, payments.refund_id
  ), tombstone AS (
    INSERT INTO payments (order_id, state)
    SELECT order_id, 'VOIDED' FROM allowed WHERE NOT EXISTS (SELECT FROM payments WHERE order_id = $1)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING state
  ), settled AS (
    SELECT state FROM payments WHERE order_id = $1 AND state IN ('DECLINED', 'VOIDED', 'REFUNDED')
  )
  SELECT COALESCE(refunding.state, tombstone.state, settled.state) AS state, refunding.intent_id, refunding.refund_id
  FROM allowed LEFT JOIN refunding ON true LEFT JOIN tombstone ON true LEFT JOIN settled ON true`;

/** The whole amount is given back by then: by this refund, or by it and those of parts that somebody made by hand. */
const REFUND_FACTS = `
  'refundId', $2::text,
  'refunded', (SELECT jsonb_build_object('amountMinor', amount_minor, 'currency', currency) FROM refunded)`;

/** $1 order id. */
export const RECORD_VOIDED = `
  /* record-voided */
  WITH ${LOCKED_ORDER}
  UPDATE payments SET state = 'VOIDED', updated_at = now()
  FROM locked WHERE payments.order_id = locked.order_id AND payments.state = 'REFUNDING'
  RETURNING payments.state`;

/**
 * $1 order id, $2 refund id. Only once the undo has begun, only of an intent that is on record, and not when this very
 * refund is on record as failed: the answer that says it was made is older than that.
 */
export const RECORD_REFUNDED = `
  /* record-refunded */
  WITH ${LOCKED_ORDER}, refunded AS (
    UPDATE payments SET state = 'REFUNDED', refund_id = $2, updated_at = now()
    FROM locked
    WHERE payments.order_id = locked.order_id AND payments.state IN ('REFUNDING', 'VOIDED', 'DECLINED')
      AND payments.intent_id IS NOT NULL AND payments.refund_id IS DISTINCT FROM $2
    RETURNING payments.order_id, payments.state, payments.amount_minor, payments.currency
  ), ${refundEvent('refunded', REFUND_FACTS)}
  SELECT state, ${WRITTEN_EVENT} FROM refunded`;
