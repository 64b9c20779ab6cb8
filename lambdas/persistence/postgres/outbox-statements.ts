/** $1 event ids. */
export const MARK_PUBLISHED = `
  /* mark-published */
  DELETE FROM outbox WHERE event_id = ANY($1::uuid[])`;

/** Of an event that was written without its facts: as the order stands now. More than its type has does no harm. */
const FACTS_FROM_ORDER = `
  jsonb_strip_nulls(jsonb_build_object(
    'lines', (SELECT jsonb_agg(jsonb_build_object('sku', line.sku, 'quantity', line.quantity) ORDER BY line.line)
              FROM order_lines AS line WHERE line.order_id = orders.order_id),
    'total', CASE WHEN orders.total_minor IS NOT NULL
                  THEN jsonb_build_object('amountMinor', orders.total_minor, 'currency', orders.currency) END,
    'reason', orders.reason,
    'paymentId', (SELECT intent_id FROM payments WHERE payments.order_id = orders.order_id),
    'shipmentId', (SELECT shipment_id FROM shipments WHERE shipments.order_id = orders.order_id)))`;

/**
 * $1 seconds that an event must have been left for, $2 seconds for which it is taken, $3 how many. Several callers at
 * once take different events and never wait for each other.
 */
export const CLAIM_LEFT = `
  /* claim-left-events */
  WITH due AS MATERIALIZED (
    SELECT event_id FROM outbox
    WHERE parked_at IS NULL AND due_at <= now() - make_interval(secs => $1)
    ORDER BY due_at
    LIMIT $3
    FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE outbox SET attempts = attempts + 1, due_at = now() + make_interval(secs => $2)
    FROM due WHERE outbox.event_id = due.event_id
    RETURNING outbox.event_id, outbox.attempts
  )
  SELECT event.event_id, event.order_id, orders.customer_id, event.sequence, event.type, event.status,
    event.occurred_at, COALESCE(event.facts, ${FACTS_FROM_ORDER}) AS facts, orders.trace_header AS trace,
    claimed.attempts
  FROM claimed JOIN order_events AS event USING (event_id) JOIN orders USING (order_id)
  ORDER BY event.occurred_at, event.order_id, event.sequence`;

/** $1 event ids, $2 reasons. */
export const PARK_EVENTS = `
  /* park-events */
  UPDATE outbox SET parked_at = now(), parked_because = given.reason
  FROM unnest($1::uuid[], $2::text[]) AS given (event_id, reason)
  WHERE outbox.event_id = given.event_id AND outbox.parked_at IS NULL`;

/** $1 event id. */
export const UNPARK_EVENT = `
  /* unpark-event */
  UPDATE outbox SET parked_at = NULL, parked_because = NULL, attempts = 0, due_at = now()
  WHERE event_id = $1 AND parked_at IS NOT NULL
  RETURNING event_id`;

/** $1 how many. */
export const LIST_PARKED = `
  /* list-parked-events */
  SELECT outbox.event_id, event.order_id, event.type, event.sequence, outbox.parked_because, outbox.attempts,
    outbox.written_at, outbox.parked_at
  FROM outbox JOIN order_events AS event USING (event_id)
  WHERE outbox.parked_at IS NOT NULL
  ORDER BY outbox.parked_at, outbox.event_id
  LIMIT $1`;

/** The table is as small as the backlog, so counting it is cheap. */
export const MEASURE_BACKLOG = `
  /* measure-event-backlog */
  SELECT count(*) FILTER (WHERE parked_at IS NULL)::int AS waiting,
    COALESCE(EXTRACT(epoch FROM now() - min(written_at) FILTER (WHERE parked_at IS NULL)), 0)::float8 AS oldest_age_seconds,
    count(*) FILTER (WHERE parked_at IS NOT NULL)::int AS parked
  FROM outbox`;
