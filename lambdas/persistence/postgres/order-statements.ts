import { EVENT_OF_STATUS } from '../../domain/events';
import { IS_RESOLVED } from './open-orders';
import { eventOf, FACTS, FINDING, MOVED, WRITTEN_EVENT } from './statement-parts';

/**
 * $1 order id. The pivot in one statement: the order, its reservation and its stock become final together or not at
 * all. From \`NEEDS_REPAIR\` too: an order that was parked while nothing of it had been undone is still whole. Unless a
 * person has settled it meanwhile, in a way that no books of ours know.
 *
 * Facts of the participants may be older than the lock of the order, but none of these can be taken back without
 * \`compensating_at\`, which is read under the lock.
 */
export const CONFIRM = `
  /* confirm-order */
  WITH confirmable AS MATERIALIZED (
    SELECT order_id FROM orders AS o
    WHERE order_id = $1 AND status IN ('SHIPPING', 'NEEDS_REPAIR') AND compensating_at IS NULL AND NOT ${IS_RESOLVED}
      AND EXISTS (SELECT FROM payments WHERE order_id = $1 AND state = 'CHARGED')
      AND EXISTS (SELECT FROM shipments WHERE order_id = $1 AND state = 'BOOKED')
    FOR NO KEY UPDATE
  ), sold AS (
    UPDATE reservations SET state = 'SOLD', updated_at = now()
    FROM confirmable WHERE reservations.order_id = confirmable.order_id AND reservations.state = 'HELD'
    RETURNING reservations.order_id
  ), levels AS MATERIALIZED (
    SELECT stock.sku, held.quantity
    FROM sold JOIN reservation_lines AS held USING (order_id) JOIN stock USING (sku)
    ORDER BY stock.sku
    FOR NO KEY UPDATE OF stock
  ), delivered AS (
    UPDATE stock SET reserved = stock.reserved - levels.quantity, sold = stock.sold + levels.quantity
    FROM levels WHERE stock.sku = levels.sku
  ), moved AS (
    UPDATE orders SET status = 'CONFIRMED', version = version + 1, updated_at = now(), reason = NULL, unfinished = NULL
    FROM sold WHERE orders.order_id = sold.order_id
    RETURNING ${MOVED}
  ), ${eventOf(`'${EVENT_OF_STATUS.CONFIRMED}'`, `${FACTS.lines}, ${FACTS.total}`)}
  SELECT status, ${WRITTEN_EVENT} FROM moved`;

/** $1 order id. */
export const READ_STATUS = `
  /* read-status */
  SELECT orders.status, orders.compensating_at IS NOT NULL AS compensating FROM orders WHERE order_id = $1`;

/**
 * $1 order id. From here on no action begins anything for this order, so what a statement that begins later finds
 * unfinished can only become less.
 */
export const CLOSE = `
  /* close-order */
  UPDATE orders SET compensating_at = COALESCE(compensating_at, now())
  WHERE order_id = $1 AND status NOT IN ('CONFIRMED', 'REJECTED', 'CANCELLED')`;

/** What the participants still owe and `record.unfinished` does not name, as `owed.steps`: NULL when that is nothing. */
const owedBeside = (record: string): string => `
  ${FINDING}, owed AS (
    SELECT jsonb_agg(jsonb_build_object('step', step, 'error', error) ORDER BY step) AS steps
    FROM unfinished
    WHERE NOT EXISTS (
      SELECT FROM ${record}, jsonb_array_elements(${record}.unfinished) AS named WHERE named->>'step' = unfinished.step
    )
  )`;

const REJECTED_OR_NOT = `
  CASE status WHEN 'REJECTED' THEN '${EVENT_OF_STATUS.REJECTED}' ELSE '${EVENT_OF_STATUS.NEEDS_REPAIR}' END`;

/**
 * $1 order id, $2 reason. That an order is \`REJECTED\` means that everything is undone; when something is not, it
 * needs repair. Must begin after \`CLOSE\` has committed. No row: the order is final, or has moved since this statement
 * began: when it has ended in between, and a refund that was returned has opened it again, more is owed than this saw;
 * when its refund has come on record, less.
 */
export const END_UNDONE = `
  /* end-undone */
  WITH standing AS MATERIALIZED (
    SELECT order_id, status FROM orders
    WHERE order_id = $1 AND status NOT IN ('CONFIRMED', 'REJECTED', 'CANCELLED')
      AND version = (SELECT version FROM orders WHERE order_id = $1)
    FOR NO KEY UPDATE
  ), ${FINDING}, moved AS (
    UPDATE orders SET
      status = CASE WHEN finding.unfinished IS NULL THEN 'REJECTED' ELSE 'NEEDS_REPAIR' END,
      version = version + 1, updated_at = now(), reason = $2, unfinished = finding.unfinished
    FROM standing, finding
    WHERE orders.order_id = standing.order_id
      AND NOT (standing.status = 'NEEDS_REPAIR' AND finding.unfinished IS NOT NULL)
    RETURNING ${MOVED}
  ), ${eventOf(REJECTED_OR_NOT, FACTS.reason)}
  SELECT COALESCE((SELECT status FROM moved), standing.status) AS status,
    COALESCE(finding.unfinished, '[]') AS unfinished, ${WRITTEN_EVENT}
  FROM standing, finding`;

/**
 * $1 order id, $2 reason, $3 unfinished steps as JSON, $4 whether an order about to be confirmed may still be. An order
 * that is in repair already keeps why it came there, whatever fails later. It keeps what is known of it too, unless this
 * call knows more; and its confirmation as long as nothing of it is being undone, since undos that never began have
 * settled nothing. What a person has settled is left as that person saw it, unless it is being undone. No row: the order
 * is final.
 *
 * Puts on record what the participants owe as well, unless nothing but the confirmation is unfinished: whoever parks an
 * order may die after this, and what is held by then must be on a record that an operator goes by. When the order has
 * moved, or something of it was begun, while this waited for its lock, that is left to `RECORD_UNFINISHED`.
 */
export const PARK = `
  /* park-order */
  WITH standing AS MATERIALIZED (
    SELECT order_id, status, reason, compensating_at, compensating_at IS NULL AND ${IS_RESOLVED} AS is_settled,
      (version, compensating_at IS NULL) = (
        SELECT version, compensating_at IS NULL FROM orders WHERE order_id = $1
      ) AS is_as_seen,
      CASE WHEN compensating_at IS NULL AND NOT $3::jsonb @> '[{"step": "ConfirmOrder"}]'
        THEN CASE WHEN $4::boolean AND status = 'SHIPPING'
          THEN jsonb_build_array(jsonb_build_object('step', 'ConfirmOrder', 'error', $2::text))
          ELSE jsonb_path_query_array(unfinished, '$[*] ? (@.step == "ConfirmOrder")') END
        END AS pivot
    FROM orders AS o
    WHERE order_id = $1 AND status NOT IN ('CONFIRMED', 'REJECTED', 'CANCELLED')
    FOR NO KEY UPDATE
  ), known AS (
    SELECT order_id, $3::jsonb || COALESCE(pivot, '[]') AS unfinished FROM standing
  ), ${owedBeside('known')}, parked AS (
    UPDATE orders SET
      status = 'NEEDS_REPAIR',
      unfinished = known.unfinished || CASE
        WHEN standing.is_as_seen AND (
          standing.compensating_at IS NOT NULL OR NOT known.unfinished @> '[{"step": "ConfirmOrder"}]'
        ) THEN COALESCE(owed.steps, '[]') ELSE '[]' END,
      reason = CASE WHEN standing.status = 'NEEDS_REPAIR' THEN COALESCE(standing.reason, $2) ELSE $2 END,
      version = version + (standing.status <> 'NEEDS_REPAIR')::int,
      updated_at = CASE WHEN standing.status <> 'NEEDS_REPAIR' THEN now() ELSE updated_at END
    FROM standing, known, owed
    WHERE orders.order_id = standing.order_id
      AND (standing.status <> 'NEEDS_REPAIR' OR ($3::jsonb <> '[]' AND NOT standing.is_settled))
    RETURNING ${MOVED}, standing.status <> 'NEEDS_REPAIR' AS has_moved
  ), moved AS (
    SELECT * FROM parked WHERE has_moved
  ), ${eventOf(`'${EVENT_OF_STATUS.NEEDS_REPAIR}'`, FACTS.reason)}
  SELECT order_id, ${WRITTEN_EVENT} FROM standing`;

/**
 * $1 order id. Adds to the record of an order in repair what its participants still owe and the record does not name:
 * it may have been parked while they were at it, or by who knew only what its own run could not undo. While nothing of
 * the order is undone and its confirmation alone is unfinished, nothing is owed. Must begin after `PARK` or `CLOSE` has
 * committed: nothing is begun for such an order, so what is found can only become less. What the record names is read
 * under the lock of the order: two that park it at once must not both add the same step.
 */
export const RECORD_UNFINISHED = `
  /* record-unfinished */
  WITH standing AS MATERIALIZED (
    SELECT order_id, unfinished FROM orders
    WHERE order_id = $1 AND status = 'NEEDS_REPAIR'
      AND (compensating_at IS NOT NULL OR NOT unfinished @> '[{"step": "ConfirmOrder"}]')
    FOR NO KEY UPDATE
  ), ${owedBeside('standing')}
  UPDATE orders SET unfinished = orders.unfinished || owed.steps
  FROM standing, owed
  WHERE orders.order_id = standing.order_id AND owed.steps IS NOT NULL`;

/**
 * $1 order id. Takes off the record of an order that is being undone what is settled for good: what a participant has
 * undone, and the confirmation, which cannot come any more.
 *
 * Only while the order has not moved since this statement began: when it has ended in between, and a refund that was
 * returned has opened it again, the payment that was settled is so no more.
 */
export const RECORD_SETTLED = `
  /* record-settled */
  WITH settled (step) AS MATERIALIZED (
    SELECT 'ConfirmOrder'
    UNION ALL
    SELECT 'CancelShipment' FROM shipments WHERE order_id = $1 AND state IN ('CANCELLED', 'REFUSED')
    UNION ALL
    SELECT 'RefundPayment' FROM payments WHERE order_id = $1 AND state IN ('VOIDED', 'REFUNDED', 'DECLINED')
    UNION ALL
    SELECT 'ReleaseInventory' FROM reservations WHERE order_id = $1 AND state = 'RELEASED'
  )
  UPDATE orders SET unfinished = (
    SELECT COALESCE(jsonb_agg(known ORDER BY position), '[]')
    FROM jsonb_array_elements(orders.unfinished) WITH ORDINALITY AS entries (known, position)
    WHERE known->>'step' NOT IN (SELECT step FROM settled)
  )
  WHERE order_id = $1 AND status = 'NEEDS_REPAIR' AND compensating_at IS NOT NULL
    AND updated_at = (SELECT updated_at FROM orders WHERE order_id = $1)`;
