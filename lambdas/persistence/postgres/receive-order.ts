import { EVENT_OF_STATUS } from '../../domain/events';
import type { Order } from '../../domain/order';
import type { Database } from './database';

const RECEIVE = `
  /* receive-order */
  WITH received AS (
    INSERT INTO orders (order_id, customer_id, status, accepted_at, compensating_at)
    VALUES ($1, $2, 'RECEIVED', $3, CASE WHEN $4 THEN now() END)
    ON CONFLICT (order_id) DO NOTHING
    RETURNING order_id, version, status
  ), lines AS (
    INSERT INTO order_lines (order_id, line, sku, quantity)
    SELECT received.order_id, given.line, given.sku, given.quantity
    FROM received, unnest($5::text[], $6::bigint[]) WITH ORDINALITY AS given (sku, quantity, line)
  )
  INSERT INTO order_events (order_id, sequence, type, status)
  SELECT order_id, version, '${EVENT_OF_STATUS.RECEIVED}', status FROM received`;

/**
 * Writes the order down, with the event that it was received, unless it is there already.
 *
 * `compensating`: the caller is about to end the order, so that a first step that arrives late must find it closed.
 */
export async function receiveOrder(
  database: Database,
  order: Order,
  { compensating }: { readonly compensating: boolean },
): Promise<void> {
  await database.query(RECEIVE, [
    order.orderId,
    order.customerId,
    order.acceptedAt,
    compensating,
    order.lines.map(({ sku }) => sku),
    order.lines.map(({ quantity }) => quantity),
  ]);
}
