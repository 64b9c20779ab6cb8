import type { Client } from 'pg';
import { readOrder } from '../../../console/orders/read-order';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { openPostgresWorld } from '../../support/postgres-world';
import type { StoreBooks } from './create-world';
import { createStatementCut } from './statement-cut';

/** Cheaper than emptying tables by TRUNCATE, which rewrites files: a schedule leaves a few rows. */
const FORGET_ORDERS = `
  DELETE FROM outbox; DELETE FROM order_resolutions; DELETE FROM order_events; DELETE FROM order_lines; DELETE FROM orders;
  DELETE FROM reservation_lines; DELETE FROM reservations; DELETE FROM payments; DELETE FROM shipments;
  UPDATE stock SET available = initial, reserved = 0, sold = 0 WHERE available <> initial;`;

/**
 * The deployed stores over a real database, for one schedule after the other.
 *
 * @param session the test's own; `database` is what the stores use
 */
export async function postgresBooks(session: Client, database: Database): Promise<() => Promise<StoreBooks>> {
  const { cutAfter, pass } = createStatementCut();
  const cuttable: Database = {
    query: async <Row extends object>(text: string, values?: readonly unknown[]) =>
      pass(await database.query<Row>(text, values)),
    close: () => database.close(),
  };
  const { stores, written, snapshot, reprice } = await openPostgresWorld(session, cuttable);
  let repriced = new Map<string, number>();

  return async () => {
    await session.query(FORGET_ORDERS);
    for (const [sku, amountMinor] of repriced) {
      await reprice(sku, amountMinor);
    }
    repriced = new Map();
    return {
      stores: { ...stores, pages: { read: (orderId) => readOrder(database, orderId) } },
      cutAfter,
      noteWritten: () => written,
      snapshot,
      peek: snapshot,
      async reprice(sku, amountMinor) {
        const first = (await stores.reader.listProducts()).find((product) => product.sku === sku);
        if (first !== undefined && !repriced.has(sku)) {
          repriced.set(sku, first.price.amountMinor);
        }
        await reprice(sku, amountMinor);
      },
    };
  };
}
