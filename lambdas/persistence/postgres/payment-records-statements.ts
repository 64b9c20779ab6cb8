import { EVENT_OF_STATUS } from '../../domain/events';
import { IS_RESOLVED } from './open-orders';
import { eventOf, FACTS, MOVED, WRITTEN_EVENT } from './statement-parts';

/** $1 intent id, $2 order id or null. The payment of the intent comes before that of the order. */
export const FIND_PAYMENT = `
  /* find-payment */
  SELECT payments.order_id, payments.state, payments.amount_minor, payments.currency, payments.intent_id,
    payments.refund_id,
    COALESCE(o.compensating_at IS NOT NULL OR o.status IN ('REJECTED', 'CANCELLED'), true) AS is_undone,
    COALESCE(o.status = 'NEEDS_REPAIR', false) AS is_in_repair,
    COALESCE(o.status = 'NEEDS_REPAIR' AND ${IS_RESOLVED}, false) AS is_resolved,
    COALESCE(o.status = 'CONFIRMED', false) AS is_confirmed
  FROM payments LEFT JOIN orders AS o USING (order_id)
  WHERE payments.intent_id = $1 OR payments.order_id = $2::uuid
  ORDER BY payments.intent_id = $1 DESC NULLS LAST
  LIMIT 1`;

/**
 * $1 order id, $2 refund id. In the state \`REFUNDING\` the refund on record is one that failed, or beside which a part
 * that somebody had refunded failed, and will not be recorded as made any more.
 *
 * A payment that is settled is opened again only when its order has ended. Whoever ends an order reads the payment in a
 * statement that may have begun before this one, and relies on what is owed becoming less until then, and never more.
 */
export const RECORD_REFUND_FAILED = `
  /* record-refund-failed */
  WITH locked AS MATERIALIZED (
    SELECT order_id, status IN ('REJECTED', 'CANCELLED') AS has_ended FROM orders WHERE order_id = $1
    FOR NO KEY UPDATE
  ), reopened AS (
    UPDATE payments SET state = 'REFUNDING', refund_id = $2, updated_at = now()
    FROM locked
    WHERE payments.order_id = locked.order_id AND payments.intent_id IS NOT NULL
      AND (payments.state = 'REFUNDING' OR (locked.has_ended AND (
        payments.state IN ('VOIDED', 'DECLINED') OR (payments.state = 'REFUNDED' AND payments.refund_id = $2))))
    RETURNING payments.order_id, locked.has_ended
  ), moved AS (
    UPDATE orders SET status = 'NEEDS_REPAIR', version = version + 1, updated_at = now(), reason = 'RefundFailed',
      unfinished = jsonb_build_array(jsonb_build_object('step', 'RefundPayment', 'error', 'RefundFailedError'))
    FROM reopened
    WHERE orders.order_id = reopened.order_id AND reopened.has_ended
    RETURNING ${MOVED}
  ), ${eventOf(`'${EVENT_OF_STATUS.NEEDS_REPAIR}'`, FACTS.reason)}
  SELECT order_id, ${WRITTEN_EVENT} FROM reopened`;
