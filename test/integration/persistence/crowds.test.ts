import type { Client } from 'pg';
import type { OrderLine } from '../../../lambdas/domain/order';
import { whatIsWrongWith } from '../../support/contracts/check-snapshot';
import type { Stores, StoreWorld } from '../../support/contracts/store-world';
import { holdBefore, removeGates, untilWaiting } from '../../support/lock-step';
import { orderIdOf, orderOf } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld, postgresStores } from '../../support/postgres-world';

describe('Many functions at the same stock', () => {
  const testDatabase = useTestDatabase();
  const functions: Stores[] = [];
  let session: Client;
  let world: StoreWorld;

  beforeAll(async () => {
    session = await testDatabase.session();
    functions.push(...Array.from({ length: 10 }, () => postgresStores(testDatabase.connect())));
  });
  beforeEach(async () => {
    await removeGates(session, 1);
    world = await openPostgresWorld(session, testDatabase.connect());
  });

  /** Spreads orders over the functions, all at once. */
  const reserveAll = (orders: readonly (readonly OrderLine[])[]) =>
    Promise.all(
      orders.map((lines, n) => {
        const stores = functions[n % functions.length] as Stores;
        return stores.inventory.reserve(orderOf(lines, { orderId: orderIdOf(n) }));
      }),
    );

  it('row 20: gives the last unit to exactly one of 50 orders', async () => {
    const goOn = await holdBefore(session, { table: 'reservations', state: 'HELD', gate: 1 });
    const reserving = reserveAll(Array.from({ length: 50 }, () => [{ sku: 'POT', quantity: 1 }]));
    await untilWaiting(session, functions.length); // each has seen the unit, and one has it
    await goOn();
    const outcomes = await reserving;

    expect(outcomes.filter(({ kind }) => kind === 'reserved')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'out-of-stock')).toHaveLength(49);
    const snapshot = await world.snapshot();
    expect(snapshot.stock['POT']).toEqual({ initial: 1, available: 0, reserved: 1, sold: 0 });
    expect(whatIsWrongWith(snapshot)).toEqual([]);
  });

  it('row 21: lets orders that take the same SKUs in opposite order wait for each other, never in a circle', async () => {
    await world.restock('TEA', 200);
    await world.restock('POT', 200);
    const teaFirst = [
      { sku: 'TEA', quantity: 1 },
      { sku: 'POT', quantity: 1 },
    ];
    const orders = Array.from({ length: 60 }, (_, n) => (n % 2 === 0 ? teaFirst : teaFirst.toReversed()));

    const outcomes = await reserveAll(orders);
    await Promise.all(
      orders.map((_, n) => (functions[(n * 7) % functions.length] as Stores).inventory.release(orderIdOf(n))),
    );

    expect(outcomes.every(({ kind }) => kind === 'reserved')).toBe(true);
    const { rows } = await session.query<{ readonly deadlocks: number }>(
      'SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(rows).toEqual([{ deadlocks: 0 }]);
    const snapshot = await world.snapshot();
    expect(snapshot.stock['TEA']).toMatchObject({ available: 205, reserved: 0 });
    expect(whatIsWrongWith(snapshot)).toEqual([]);
  });

  it('row 21: takes all lines of an order or none, whichever order is faster', async () => {
    await world.restock('TEA', 15);
    const outcomes = await reserveAll(
      Array.from({ length: 20 }, () => [
        { sku: 'TEA', quantity: 1 },
        { sku: 'POT', quantity: 1 },
      ]),
    );

    expect(outcomes.filter(({ kind }) => kind === 'reserved')).toHaveLength(1);
    expect((await world.snapshot()).stock['TEA']).toMatchObject({ available: 19, reserved: 1 });
  });
});
