import { formatTraceHeader, parseTraceHeader } from '../../contracts/trace-header';
import { EVENT_OF_STATUS } from '../../domain/events';
import type { TracedOrder } from '../../ports/traced-order';
import type { Database } from './database';
import { eventOf, MOVED, WRITTEN_EVENT } from './statement-parts';

/** The lines are not there yet for the statement that writes them, so the event takes them from the same values. */
const GIVEN_LINES = `'lines', (
  SELECT jsonb_agg(jsonb_build_object('sku', given.sku, 'quantity', given.quantity) ORDER BY given.line)
  FROM unnest($5::text[], $6::bigint[]) WITH ORDINALITY AS given (sku, quantity, line))`;

const RECEIVE = `
  /* receive-order */
  WITH moved AS (
    INSERT INTO orders (order_id, customer_id, status, accepted_at, compensating_at, trace_header)
    VALUES ($1, $2, 'RECEIVED', $3, CASE WHEN $4 THEN now() END, $7)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING ${MOVED}
  ), lines AS (
    INSERT INTO order_lines (order_id, line, sku, quantity)
    SELECT moved.order_id, given.line, given.sku, given.quantity
    FROM moved, unnest($5::text[], $6::bigint[]) WITH ORDINALITY AS given (sku, quantity, line)
  ), ${eventOf(`'${EVENT_OF_STATUS.RECEIVED}'`, GIVEN_LINES)}
  SELECT ${WRITTEN_EVENT}`;

/**
 * Writes the order down, with the event that it was received, unless it is there already.
 *
 * `compensating`: the caller is about to end the order, so that a first step that arrives late must find it closed.
 */
export async function receiveOrder(
  database: Database,
  order: TracedOrder,
  { compensating }: { readonly compensating: boolean },
): Promise<void> {
  await database.query(RECEIVE, [
    order.orderId,
    order.customerId,
    order.acceptedAt,
    compensating,
    order.lines.map(({ sku }) => sku),
    order.lines.map(({ quantity }) => quantity),
    traceOf(order),
  ]);
}

/** What is no header is left out: a trace must never be the reason why an event cannot be published. */
function traceOf({ traceHeader }: TracedOrder): string | null {
  const trace = parseTraceHeader(traceHeader);
  return trace === undefined ? null : formatTraceHeader(trace);
}
