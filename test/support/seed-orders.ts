import { createHash } from 'node:crypto';
import type { Client } from 'pg';

/** One order in so many is still on its way. */
const OPEN_ONE_IN = 1_000;
const CUSTOMERS_ONE_IN = 20;
/** One in so many needed repair once. Most of them persons have settled by hand, some several times: they stay as they are. */
const REPAIR_ONE_IN = 100;
const RESOLUTIONS = 5;
/** After a while in which the bus was away. */
const UNPUBLISHED_ONE_IN = 10;

/** The id of the nth seeded order: any number, as real ids are hashes too, and a UUID of their version. */
export const seededOrderId = (n: number): string =>
  createHash('md5')
    .update(`order ${n}`)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-5$3-8$4-$5');

/**
 * Many orders as they lie around after years of trade: nearly all of them confirmed, with everything that belongs to
 * them. Without foreign keys and triggers while they are written, which takes a fifth of the time.
 */
export async function seedOrders(session: Client, count: number): Promise<void> {
  const id = "overlay(overlay(md5('order ' || n) PLACING '5' FROM 13) PLACING '8' FROM 17)::uuid";
  const from = `FROM generate_series(1, ${Math.trunc(count)}) AS n`;
  const isOpen = `n % ${OPEN_ONE_IN} = 0`;
  const isRepair = `n % ${REPAIR_ONE_IN} = 1`;
  const isResolved = `${isRepair} AND n % 5000 <> 1`;
  await session.query(
    'SET session_replication_role = replica; SET statement_timeout = 0; SET synchronous_commit = off',
  );
  for (const statement of [
    `INSERT INTO orders (order_id, customer_id, status, version, total_minor, currency, accepted_at,
       resolved_version, resolved_unfinished)
     SELECT ${id}, 'customer-' || n % ${Math.max(1, Math.trunc(count / CUSTOMERS_ONE_IN))},
       CASE WHEN ${isOpen} THEN 'CHARGED' WHEN ${isRepair} THEN 'NEEDS_REPAIR' ELSE 'CONFIRMED' END, 5, 1780, 'EUR', now() - n * interval '30 s',
       CASE WHEN ${isResolved} THEN 5 END, CASE WHEN ${isResolved} THEN '[]'::jsonb END ${from}`,
    `INSERT INTO order_lines (order_id, line, sku, quantity, unit_price_minor) SELECT ${id}, 1, 'TEA', 2, 890 ${from}`,
    `INSERT INTO order_events (order_id, sequence, type, status)
     SELECT ${id}, 5, 'OrderConfirmed', 'CONFIRMED' ${from}`,
    `INSERT INTO outbox (event_id, written_at, due_at, parked_at, parked_because)
     SELECT event_id, occurred_at - interval '1 h', occurred_at - interval '1 h', parked.at, parked.because
     FROM (SELECT *, row_number() OVER () AS n FROM order_events) AS events
     LEFT JOIN (VALUES (now(), 'too large')) AS parked (at, because) ON n % 1000 = 0
     WHERE n % ${UNPUBLISHED_ONE_IN} = 0`,
    `INSERT INTO order_resolutions (order_id, version, unfinished, reason, resolved_by, resolved_at)
     SELECT ${id}, 5, '[]', 'refunded by hand', 'ada', now() + again * interval '1 s'
     ${from}, generate_series(1, ${RESOLUTIONS}) AS again WHERE ${isResolved}`,
    `INSERT INTO reservations (order_id, state) SELECT ${id}, CASE WHEN ${isOpen} THEN 'HELD' ELSE 'SOLD' END ${from}`,
    `INSERT INTO reservation_lines (order_id, sku, quantity) SELECT ${id}, 'TEA', 2 ${from}`,
    `INSERT INTO payments (order_id, state, amount_minor, currency, intent_id)
     SELECT ${id}, 'CHARGED', 1780, 'EUR', 'pi_' || n ${from}`,
    `INSERT INTO shipments (order_id, state, shipment_id) SELECT ${id}, 'BOOKED', 'shp_' || n ${from}`,
  ]) {
    await session.query(statement);
  }
  await session.query('VACUUM (ANALYZE)');
  await session.query('RESET ALL');
}
