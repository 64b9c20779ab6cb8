import type { Client } from 'pg';

/** One order in so many is still on its way. */
const OPEN_ONE_IN = 1_000;
const CUSTOMERS_ONE_IN = 20;

/**
 * Many orders as they lie around after years of trade: nearly all of them confirmed, with everything that belongs to
 * them. Foreign keys are not looked at while they are written, which takes a fifth of the time.
 */
export async function seedOrders(session: Client, count: number): Promise<void> {
  const id = "('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid";
  const from = `FROM generate_series(1, ${Math.trunc(count)}) AS n`;
  const isOpen = `n % ${OPEN_ONE_IN} = 0`;
  await session.query(
    'SET session_replication_role = replica; SET statement_timeout = 0; SET synchronous_commit = off',
  );
  for (const statement of [
    `INSERT INTO orders (order_id, customer_id, status, version, total_minor, currency, accepted_at)
     SELECT ${id}, 'customer-' || n % ${Math.max(1, Math.trunc(count / CUSTOMERS_ONE_IN))},
       CASE WHEN ${isOpen} THEN 'CHARGED' ELSE 'CONFIRMED' END, 5, 1780, 'EUR', now() - n * interval '30 s' ${from}`,
    `INSERT INTO order_lines (order_id, line, sku, quantity, unit_price_minor) SELECT ${id}, 1, 'TEA', 2, 890 ${from}`,
    `INSERT INTO order_events (order_id, sequence, type, status)
     SELECT ${id}, 5, 'OrderConfirmed', 'CONFIRMED' ${from}`,
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
