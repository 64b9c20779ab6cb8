import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { createCheckBooks } from '../../../lambdas/operations/check-books/check-books';
import { createReadGauges } from '../../../lambdas/operations/gauges/read-gauges';
import { createPostgresBooks } from '../../../lambdas/persistence/postgres/books-on-record';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { createPostgresOrderGauges } from '../../../lambdas/persistence/postgres/order-gauges';
import { carryOrder, type Stage } from '../../support/contracts/carry-order';
import type { Stores } from '../../support/contracts/store-world';
import { orderForTea, orderIdOf } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld, postgresStores } from '../../support/postgres-world';

const STAGES: readonly Stage[] = ['reserved', 'charge-open', 'charged', 'shipment-open', 'shipping', 'confirmed'];

const RUNBOOK = path.join(__dirname, '../../../docs/runbooks/stock-unchecked.md');
const [documentedComparison = ''] = [...readFileSync(RUNBOOK, 'utf8').matchAll(/--sql "([^"]+)"$/gm)].map(
  ([, sql]) => sql,
);

describe('Our own books, checked over Postgres', () => {
  const testDatabase = useTestDatabase();
  let session: Client;
  let database: Database;
  let stores: Stores;

  beforeAll(async () => {
    session = await testDatabase.session();
    database = testDatabase.connect();
    stores = postgresStores(testDatabase.connect());
  });
  beforeEach(async () => {
    const world = await openPostgresWorld(session, testDatabase.connect());
    await world.restock('TEA', 50);
  });

  const order = (n: number) => orderForTea(1, { orderId: orderIdOf(n) });
  /** One order at each stage of its way, and one that was undone. */
  const everyKindOfOrder = async () => {
    for (const [index, stage] of STAGES.entries()) {
      await carryOrder(stores, order(index + 1), stage);
    }
    await carryOrder(stores, order(9), 'charged');
    await stores.payments.beginRefund(orderIdOf(9));
    await stores.payments.recordRefunded(orderIdOf(9), 're_9');
    await stores.inventory.release(orderIdOf(9));
    await stores.orders.reject(order(9), 'ShipmentRefusedError');
  };
  const check = (startAfter = '80000000-0000-4000-8000-000000000000', budgetMs = 60_000) =>
    createCheckBooks({
      books: createPostgresBooks({ database }),
      clock: { now: () => new Date() },
      budgetMs,
      startAfter: () => startAfter,
    })();

  it('agree, whatever an order is waiting for', async () => {
    await everyKindOfOrder();

    for (const start of [orderIdOf(0), orderIdOf(3), orderIdOf(99)]) {
      expect(await check(start)).toMatchObject({ violations: [], complete: true, stock: { isChecked: true } });
    }
  });

  it('are compared by hand with the statement of the runbook, which lists what does not agree alone', async () => {
    await everyKindOfOrder();
    const listed = async () => (await session.query(documentedComparison)).rows.map(({ sku }) => sku);

    expect(await listed()).toEqual([]);
    await session.query("UPDATE stock SET available = available - 1, sold = sold + 1 WHERE sku = 'TEA'");
    expect(await listed()).toEqual(['TEA']);
  });

  it.each([
    [
      'stock is sold to nobody',
      "UPDATE stock SET available = available - 1, sold = sold + 1 WHERE sku = 'TEA'",
      'stock',
    ],
    [
      'stock is held for nobody',
      "UPDATE stock SET available = available - 1, reserved = reserved + 1 WHERE sku = 'TEA'",
      'stock',
    ],
    [
      'a sale is taken away',
      "DELETE FROM reservation_lines WHERE order_id = (SELECT order_id FROM reservations WHERE state = 'SOLD')",
      'stock',
    ],
    [
      'a confirmed order is not paid',
      `UPDATE payments SET state = 'VOIDED' WHERE order_id = '${orderIdOf(6)}'`,
      'charge',
    ],
    ['it is paid with too little', `UPDATE payments SET amount_minor = 1 WHERE order_id = '${orderIdOf(6)}'`, 'charge'],
    [
      'an undone order keeps the money',
      `UPDATE payments SET state = 'CHARGED' WHERE order_id = '${orderIdOf(9)}'`,
      'charge',
    ],
    ['a confirmed order has no parcel', `DELETE FROM shipments WHERE order_id = '${orderIdOf(6)}'`, 'shipment'],
    ['a status is set by hand', `UPDATE orders SET status = 'CHARGED' WHERE order_id = '${orderIdOf(1)}'`, 'events'],
    ['a trail has a gap', `DELETE FROM order_events WHERE order_id = '${orderIdOf(6)}' AND sequence = 2`, 'events'],
  ])('do not when %s', async (_, hand, invariant) => {
    await everyKindOfOrder();

    await session.query(hand);

    const { violations } = await check();
    expect(violations.map((violation) => violation.invariant)).toContain(invariant);
  });

  it('are checked for as long as there is time, and no longer', async () => {
    await everyKindOfOrder();

    expect(await check(orderIdOf(0), 0)).toMatchObject({ orders: 0, complete: false });
  });

  it('tell how many orders are open, stuck and in repair, and what has not been published', async () => {
    await everyKindOfOrder();
    await stores.orders.markNeedsRepair(order(2), 'ExecutionFailed', []);
    const now = new Date();
    const read = createReadGauges({
      orders: createPostgresOrderGauges({ database }),
      circuits: { readCircuits: () => Promise.reject(new Error('away')) },
      clock: { now: () => now },
      stuckAfterMs: 0,
    });

    const { gauges, unread } = await read();

    expect(gauges).toMatchObject({
      openOrders: expect.objectContaining({ RESERVED: 1, NEEDS_REPAIR: 1 }),
      stuckOrders: 4,
      oldestRepairSeconds: expect.any(Number),
      outboxAgeSeconds: expect.any(Number),
    });
    expect(gauges).not.toHaveProperty('circuits');
    expect(unread).toMatchObject([{ part: 'circuits' }]);
  });
});
