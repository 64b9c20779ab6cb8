import type { Client } from 'pg';
import type { Database } from '../../lambdas/persistence/postgres/database';
import { createPostgresHeldReservations } from '../../lambdas/persistence/postgres/held-reservations';
import { createPostgresInventoryStore } from '../../lambdas/persistence/postgres/inventory-store';
import { noteWrittenEvents } from '../../lambdas/persistence/postgres/note-written-events';
import { createPostgresOrderReader } from '../../lambdas/persistence/postgres/order-reader';
import { createPostgresOrderResolutions } from '../../lambdas/persistence/postgres/order-resolutions';
import { createPostgresOrderStore } from '../../lambdas/persistence/postgres/order-store';
import { createPostgresOrdersOnRecord } from '../../lambdas/persistence/postgres/orders-on-record';
import { createPostgresOutbox } from '../../lambdas/persistence/postgres/outbox';
import { createPostgresPaymentRecords } from '../../lambdas/persistence/postgres/payment-records';
import { createPostgresPaymentStore } from '../../lambdas/persistence/postgres/payment-store';
import { createPostgresShipmentStore } from '../../lambdas/persistence/postgres/shipment-store';
import type { OrderResolution } from '../../lambdas/ports/order-resolutions';
import type { Snapshot, Stores, StoreWorld } from './contracts/store-world';
import { CATALOGUE } from './mothers/catalogue-mother';

export const postgresStores = (database: Database): Stores => ({
  inventory: createPostgresInventoryStore({ database }),
  payments: createPostgresPaymentStore({ database }),
  paymentRecords: createPostgresPaymentRecords({ database }),
  shipments: createPostgresShipmentStore({ database }),
  orders: createPostgresOrderStore({ database }),
  held: createPostgresHeldReservations({ database }),
  reader: createPostgresOrderReader({ database }),
  outbox: createPostgresOutbox({ database }),
  records: createPostgresOrdersOnRecord({ database }),
  resolutions: createPostgresOrderResolutions({ database }),
});

/** Empties the database of an earlier test. `session` is the test's own, `database` what the stores use. */
export async function openPostgresWorld(session: Client, database: Database): Promise<StoreWorld> {
  await session.query(`TRUNCATE products, stock, orders, order_lines, order_events,
    outbox, order_resolutions, reservations, reservation_lines, payments, shipments CASCADE`);
  await session.query(
    `WITH entry AS (
       SELECT * FROM jsonb_to_recordset($1) AS e(sku text, name text, price jsonb, stock bigint)
     ), product AS (
       INSERT INTO products (sku, name, price_minor, currency)
       SELECT sku, name, (price->>'amountMinor')::bigint, price->>'currency' FROM entry
     )
     INSERT INTO stock (sku, initial, available) SELECT sku, stock, stock FROM entry`,
    [JSON.stringify(CATALOGUE)],
  );

  const noted = noteWrittenEvents(database);
  return {
    stores: postgresStores(noted.database),
    written: noted.written,
    snapshot: () => snapshotOf(session),
    async reprice(sku, amountMinor) {
      await session.query('UPDATE products SET price_minor = $2 WHERE sku = $1', [sku, amountMinor]);
    },
    async resolve(orderId) {
      const { rows } = await session.query<Pick<OrderResolution, 'version' | 'unfinished'>>(
        `SELECT version, COALESCE(unfinished, '[]') AS unfinished FROM orders WHERE order_id = $1`,
        [orderId],
      );
      const resolutions = createPostgresOrderResolutions({ database });
      for (const seen of rows) {
        await resolutions.record({ orderId, ...seen, reason: 'settled by hand', by: 'ada' });
      }
    },
    async forgetUnfinished(orderId) {
      await session.query("UPDATE orders SET unfinished = '[]' WHERE order_id = $1", [orderId]);
    },
    async restock(sku, units) {
      await session.query('UPDATE stock SET initial = initial + $2, available = available + $2 WHERE sku = $1', [
        sku,
        units,
      ]);
    },
  };
}

const money = (table: string, amount: string): string => `
  CASE WHEN ${table}.${amount} IS NOT NULL
       THEN jsonb_build_object('amountMinor', ${table}.${amount}, 'currency', ${table}.currency) END`;

const SNAPSHOT = `
  SELECT jsonb_build_object(
    'orders', (SELECT COALESCE(jsonb_object_agg(order_id, jsonb_build_object(
        'customerId', customer_id, 'status', status, 'version', version, 'compensating', compensating_at IS NOT NULL,
        'total', ${money('orders', 'total_minor')}, 'reason', reason, 'unfinished', unfinished,
        'acceptedAt', to_char(accepted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'lines', (SELECT jsonb_agg(jsonb_build_object('sku', sku, 'quantity', quantity) ORDER BY line)
                  FROM order_lines AS line WHERE line.order_id = orders.order_id))), '{}') FROM orders),
    'events', (SELECT COALESCE(jsonb_agg(jsonb_build_object(
        'orderId', order_id, 'sequence', sequence, 'type', type, 'status', status, 'facts', facts)
        ORDER BY order_id, sequence), '[]')
      FROM order_events),
    'stock', (SELECT COALESCE(jsonb_object_agg(sku, jsonb_build_object(
        'initial', initial, 'available', available, 'reserved', reserved, 'sold', sold)), '{}') FROM stock),
    'reservations', (SELECT COALESCE(jsonb_object_agg(order_id, jsonb_build_object('state', state,
        'quantities', (SELECT COALESCE(jsonb_object_agg(sku, quantity), '{}') FROM reservation_lines AS held
                       WHERE held.order_id = reservations.order_id))), '{}') FROM reservations),
    'payments', (SELECT COALESCE(jsonb_object_agg(order_id, jsonb_build_object('state', state,
        'total', ${money('payments', 'amount_minor')}, 'intentId', intent_id, 'refundId', refund_id,
        'declineCode', decline_code)), '{}') FROM payments),
    'shipments', (SELECT COALESCE(jsonb_object_agg(order_id, jsonb_build_object('state', state,
        'shipmentId', shipment_id, 'reason', refusal_reason)), '{}') FROM shipments)
  ) AS snapshot`;

export const snapshotOf = async (session: Client): Promise<Snapshot> => {
  const { rows } = await session.query<{ readonly snapshot: Snapshot }>(SNAPSHOT);
  const [row] = rows;
  if (row === undefined) {
    throw new Error('expected a snapshot, got none');
  }
  return row.snapshot;
};
