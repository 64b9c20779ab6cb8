import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { readOrder } from '../../../console/orders/read-order';
import { seenOf } from '../../../console/orders/seen';
import { readOpenOrders } from '../../../console/overview/order-figures';
import { readRepairs } from '../../../console/repair/repairs';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { createPostgresOrderGauges } from '../../../lambdas/persistence/postgres/order-gauges';
import { createPostgresOrderResolutions } from '../../../lambdas/persistence/postgres/order-resolutions';
import { createPostgresUnfinishedOrders } from '../../../lambdas/persistence/postgres/stuck-orders';
import type { Stores } from '../../support/contracts/store-world';
import { untilWaiting } from '../../support/lock-step';
import { migrateDatabase } from '../../support/migrate';
import { orderForTea, orderIdOf } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld, postgresStores } from '../../support/postgres-world';

const MIGRATIONS = join(__dirname, '../../../lambdas/persistence/migrations');

const order = orderForTea(2);
const { orderId } = order;
const refund = { step: 'RefundPayment', error: 'ProviderError' };
const cancel = { step: 'CancelShipment', error: 'CarrierError' };

describe('An order that a person has settled by hand', () => {
  const testDatabase = useTestDatabase();
  let session: Client;
  let database: Database;
  let stores: Stores;

  beforeAll(async () => {
    session = await testDatabase.session();
    database = testDatabase.connect();
    stores = postgresStores(database);
  });
  beforeEach(async () => {
    await openPostgresWorld(session, database);
    await stores.orders.markNeedsRepair(order, 'ExecutionFailed', [refund]);
  });

  const standing = async () => (await readOrder(database, orderId)) ?? fail();
  const fail = (): never => {
    throw new Error('expected the order to be there');
  };
  const resolve = async () => {
    const resolutions = createPostgresOrderResolutions({ database });
    return resolutions.record({ orderId, ...seenOf(await standing()), reason: 'paid back', by: 'ada' });
  };
  /** Everybody who asks which orders wait for a person. */
  const waiting = async () => {
    const acceptedBefore = new Date();
    const { byStatus, oldestRepairSince } = await createPostgresOrderGauges({ database }).readOpenOrders({
      acceptedBefore,
    });
    const stuck = await createPostgresUnfinishedOrders({ database }).findUnfinished({ acceptedBefore, limit: 10 });
    return {
      isResolved: (await standing()).isResolved,
      repairs: (await readRepairs(database)).open.map((repair) => repair.orderId),
      overview: await readOpenOrders(database),
      gauges: byStatus,
      hasAge: oldestRepairSince !== undefined,
      stuck: stuck.map((found) => found.orderId),
    };
  };
  const ASKS_FOR_SOMEBODY = {
    isResolved: false,
    repairs: [orderId],
    overview: { NEEDS_REPAIR: 1 },
    gauges: { NEEDS_REPAIR: 1 },
    hasAge: true,
    stuck: [orderId],
  };
  const ASKS_FOR_NOBODY = { isResolved: true, repairs: [], overview: {}, gauges: {}, hasAge: false, stuck: [] };

  it('asks for nobody any more, and is otherwise as it was', async () => {
    const before = await standing();
    expect(await waiting()).toEqual(ASKS_FOR_SOMEBODY);

    expect(await resolve()).toBe(true);

    expect(await waiting()).toEqual(ASKS_FOR_NOBODY);
    expect(await standing()).toEqual({ ...before, isResolved: true });
    expect((await readRepairs(database)).resolved).toMatchObject([
      { orderId, unfinished: [refund], resolution: { reason: 'paid back', by: 'ada' } },
    ]);
  });

  it('asks again when more of it turns out to be unfinished, until that is settled too', async () => {
    await resolve();

    await stores.payments.beginRefund(orderId);
    await stores.orders.markNeedsRepair(order, 'ExecutionFailed', [refund, cancel]);
    expect(await waiting()).toEqual(ASKS_FOR_SOMEBODY);

    await resolve();
    expect(await waiting()).toEqual(ASKS_FOR_NOBODY);
  });

  it('cannot be settled in a version that it does not have', async () => {
    const resolutions = createPostgresOrderResolutions({ database });

    const seen = { ...seenOf(await standing()), version: 99 };
    expect(await resolutions.record({ orderId, ...seen, reason: 'paid back', by: 'ada' })).toBe(false);
    expect(await waiting()).toEqual(ASKS_FOR_SOMEBODY);
  });

  it('is not settled by somebody who has not seen what it has become meanwhile', async () => {
    const [seen, changing] = [seenOf(await standing()), await testDatabase.session()];
    await changing.query('BEGIN');
    await changing.query('UPDATE orders SET unfinished = $2 WHERE order_id = $1', [
      orderId,
      JSON.stringify([refund, cancel]),
    ]);
    const resolving = createPostgresOrderResolutions({ database: testDatabase.connect() }).record({
      ...{ orderId, ...seen },
      ...{ reason: 'paid back', by: 'ada' },
    });
    await untilWaiting(session, 1);
    await changing.query('COMMIT');

    expect(await resolving).toBe(false);
    expect(await waiting()).toEqual(ASKS_FOR_SOMEBODY);
  });

  it('was settled by a console of the version before, before the mark came or while it still runs', async () => {
    const name = `before_${process.pid}_${Date.now()}`;
    const url = new URL(testDatabase.url);
    url.pathname = name;
    const directory = mkdtempSync(join(tmpdir(), 'migrations-'));
    await session.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    const before = new Client({ connectionString: url.href });
    try {
      for (const file of readdirSync(MIGRATIONS).filter((known) => known < '0010')) {
        cpSync(join(MIGRATIONS, file), join(directory, file));
      }
      await migrateDatabase(url, directory);
      await before.connect();
      for (const [n, version] of [
        [1, 3],
        [2, 3],
        [3, 2],
      ] as const) {
        await before.query(
          `INSERT INTO orders (order_id, customer_id, status, version, unfinished, accepted_at)
           VALUES ($1, 'customer-1', 'NEEDS_REPAIR', 3, $2, now())`,
          [orderIdOf(n), JSON.stringify([refund])],
        );
        if (n !== 2) {
          await before.query(OLD_RECORD, [orderIdOf(n), version, JSON.stringify([refund])]);
        }
      }

      await migrateDatabase(url);
      const resolved = async () =>
        (await before.query('SELECT order_id AS id FROM orders WHERE resolved_version = version ORDER BY 1')).rows;
      expect(await resolved()).toEqual([{ id: orderIdOf(1) }]);

      await before.query(OLD_RECORD, [orderIdOf(2), 3, JSON.stringify([refund])]);
      expect(await resolved()).toEqual([{ id: orderIdOf(1) }, { id: orderIdOf(2) }]);
    } finally {
      await before.end();
      await session.query(`DROP DATABASE ${name} WITH (FORCE)`);
      rmSync(directory, { recursive: true });
    }
  });
});

/** $1 order, $2 version, $3 unfinished. As it was sent before orders had a mark. */
const OLD_RECORD = `
  INSERT INTO order_resolutions (order_id, version, unfinished, reason, resolved_by) VALUES ($1, $2, $3, 'paid back', 'ada')`;
