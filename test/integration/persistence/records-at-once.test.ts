import type { Client } from 'pg';
import { carryOrder, intentOf } from '../../support/contracts/carry-order';
import type { Stores, StoreWorld } from '../../support/contracts/store-world';
import { between, holdBefore, removeGates, untilWaiting } from '../../support/lock-step';
import { orderForTea } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld, postgresStores } from '../../support/postgres-world';

/** Each lets one statement in between two of another call, or begin before another has committed. */
describe('Two functions that put something of an order on record', () => {
  const testDatabase = useTestDatabase();
  const order = orderForTea(2);
  const { orderId } = order;
  let session: Client;
  let other: Stores;
  let world: StoreWorld;

  beforeAll(async () => {
    session = await testDatabase.session();
    other = postgresStores(testDatabase.connect());
  });
  beforeEach(async () => {
    await removeGates(session, 1);
    world = await openPostgresWorld(session, testDatabase.connect());
    await carryOrder(world.stores, order, 'reserved');
  });

  it('name what the order owes once, though both of them park it, whose record does not say it yet', async () => {
    await world.stores.orders.markNeedsRepair(order, 'ExecutionFailed', []);
    await world.forgetUnfinished(orderId);
    const parked: Promise<unknown>[] = [];
    const goOn = await holdBefore(session, {
      table: 'orders',
      where: 'jsonb_array_length(NEW.unfinished) > 0',
      gate: 1,
    });
    const slow = between(testDatabase.connect(), 'record-unfinished', async () => {
      parked.push(other.orders.markNeedsRepair(order, 'ExecutionFailed', []));
      await untilWaiting(session, 1);
    });
    parked.push(postgresStores(slow).orders.markNeedsRepair(order, 'ExecutionFailed', []));
    await untilWaiting(session, 2);
    await goOn();
    await Promise.all(parked);

    expect((await world.snapshot()).orders[orderId]?.unfinished).toEqual([
      { step: 'ReleaseInventory', error: 'the reservation is HELD' },
    ]);
  });

  it('never take an intent for recorded because its payment was opened when it was too late for it', async () => {
    const slow = between(testDatabase.connect(), 'read-payment', () => other.payments.beginCharge(orderId));

    await expect(postgresStores(slow).payments.recordIntent(orderId, intentOf(orderId))).rejects.toThrow('OPEN');
    expect((await world.snapshot()).payments[orderId]).toMatchObject({ state: 'OPEN', intentId: null });
  });
});
