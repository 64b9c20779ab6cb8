import type { Client } from 'pg';
import { carryOrder, intentOf } from '../../support/contracts/carry-order';
import type { Stores, StoreWorld } from '../../support/contracts/store-world';
import { between, holdBefore, removeGates, untilWaiting } from '../../support/lock-step';
import { orderForTea } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld, postgresStores } from '../../support/postgres-world';

const EVEN_IF_NOT_CANCELLED = { evenIfNotCancelled: true } as const;

/** Each test stops one statement in its middle, so that another begins with a view of the rows that gets old. */
describe('Two functions at the same order', () => {
  const testDatabase = useTestDatabase();
  const order = orderForTea(2);
  const { orderId } = order;
  let session: Client;
  let one: Stores;
  let other: Stores;
  let world: StoreWorld;

  beforeAll(async () => {
    session = await testDatabase.session();
    one = postgresStores(testDatabase.connect());
    other = postgresStores(testDatabase.connect());
  });
  beforeEach(async () => {
    await removeGates(session, 1, 2);
    world = await openPostgresWorld(session, testDatabase.connect());
  });

  it('row 39: releases what a reserve took while the release was waiting for it', async () => {
    const goOn = await holdBefore(session, { table: 'reservations', state: 'HELD', gate: 1 });
    const reserve = one.inventory.reserve(order);
    await untilWaiting(session, 1);
    const release = other.inventory.release(orderId);
    await untilWaiting(session, 2);
    await goOn();

    expect(await reserve).toMatchObject({ kind: 'reserved' });
    expect(await release).toEqual({ kind: 'released' });
    const { stock, reservations } = await world.snapshot();
    expect(reservations[orderId]?.state).toBe('RELEASED');
    expect(stock['TEA']).toMatchObject({ available: 5, reserved: 0 });
  });

  it('row 39: releases what was reserved for an order that the release could not see yet', async () => {
    const goOn = await holdBefore(session, { table: 'reservations', state: 'RELEASED', gate: 1 });
    const release = one.inventory.release(orderId);
    await untilWaiting(session, 1);
    expect(await other.inventory.reserve(order)).toMatchObject({ kind: 'reserved' });
    await goOn();

    expect(await release).toEqual({ kind: 'released' });
    const { stock, orders } = await world.snapshot();
    expect(stock['TEA']).toMatchObject({ available: 5, reserved: 0 });
    expect(orders[orderId]).toMatchObject({ compensating: true });
  });

  it('row 39: takes nothing when the tombstone of an unseen release comes between', async () => {
    const releaseGoesOn = await holdBefore(session, { table: 'reservations', state: 'RELEASED', gate: 1 });
    const reserveGoesOn = await holdBefore(session, { table: 'reservations', state: 'HELD', gate: 2 });
    const release = one.inventory.release(orderId);
    await untilWaiting(session, 1);
    const reserve = other.inventory.reserve(order);
    await untilWaiting(session, 2);
    await releaseGoesOn();
    expect(await release).toEqual({ kind: 'released' });
    await reserveGoesOn();

    expect(await reserve).toEqual({ kind: 'undone' });
    expect((await world.snapshot()).stock['TEA']).toMatchObject({ available: 5, reserved: 0 });
  });

  it.each([
    ['writing the order down and looking at it', 'FROM orders LEFT JOIN reservations'],
    ['looking at the order and holding its stock', 'HELD'],
  ])('row 39: takes nothing for an order of which another step is undone between %s', async (_, statement) => {
    const reserving = between(testDatabase.connect(), statement, () => other.payments.beginRefund(orderId));

    expect(await postgresStores(reserving).inventory.reserve(order)).toEqual({ kind: 'undone' });
    expect((await world.snapshot()).stock['TEA']).toMatchObject({ available: 5, reserved: 0 });
  });

  it('rejects an order that nobody had written, and lets no reserve in between', async () => {
    const late: unknown[] = [];
    const rejecting = between(testDatabase.connect(), 'UPDATE orders SET compensating_at', async () => {
      late.push(await other.inventory.reserve(order));
    });

    expect(await postgresStores(rejecting).orders.reject(order, 'ProcessingFailed')).toMatchObject({
      status: 'REJECTED',
    });
    expect(late).toEqual([{ kind: 'undone' }]);
  });

  it('row 39: voids an intent that comes while a release is on its way', async () => {
    await carryOrder(one, order, 'reserved');
    await one.payments.beginCharge(orderId);
    const goOn = await holdBefore(session, { table: 'reservations', state: 'RELEASED', gate: 1 });
    const release = one.inventory.release(orderId);
    await untilWaiting(session, 1);
    const recorded = other.payments.recordIntent(orderId, intentOf(orderId));
    await untilWaiting(session, 2);
    await goOn();

    expect(await release).toEqual({ kind: 'released' });
    expect(await recorded).toBe('undone');
    expect((await world.snapshot()).payments[orderId]?.state).toBe('VOIDED');
  });

  it('confirms nothing that the books of payment do not bear out', async () => {
    await carryOrder(one, order, 'shipping');
    await session.query("UPDATE payments SET state = 'DECLINED'");

    await expect(one.orders.confirm(orderId)).rejects.toThrow('confirm met another change');
    expect((await world.snapshot()).orders[orderId]?.status).toBe('SHIPPING');
  });

  it('row 39: opens the refund of a charge that was begun while the refund was waiting for it', async () => {
    await carryOrder(one, order, 'reserved');
    const goOn = await holdBefore(session, { table: 'payments', state: 'OPEN', gate: 1 });
    const charge = one.payments.beginCharge(orderId);
    await untilWaiting(session, 1);
    const refund = other.payments.beginRefund(orderId);
    await untilWaiting(session, 2);
    await goOn();

    expect(await charge).toMatchObject({ kind: 'open' });
    expect(await refund).toEqual({ kind: 'open' });
    expect(await one.payments.recordIntent(orderId, intentOf(orderId))).toBe('undone');
    expect((await world.snapshot()).payments[orderId]).toMatchObject({ state: 'REFUNDING', intentId: null });
  });

  it('row 39: opens the cancellation of a booking that was begun while the cancellation was waiting for it', async () => {
    await carryOrder(one, order, 'charged');
    const goOn = await holdBefore(session, { table: 'shipments', state: 'OPEN', gate: 1 });
    const booking = one.shipments.beginShipment(orderId);
    await untilWaiting(session, 1);
    const cancellation = other.shipments.beginCancelShipment(orderId);
    await untilWaiting(session, 2);
    await goOn();

    expect(await booking).toMatchObject({ kind: 'open' });
    expect(await cancellation).toEqual({ kind: 'open' });
    expect(await one.shipments.recordBooked(orderId, 'shp_late')).toBe('undone');
  });

  it('parks an order instead of rejecting it when a late charge was begun meanwhile', async () => {
    await carryOrder(one, order, 'reserved');
    const goOn = await holdBefore(session, { table: 'payments', state: 'OPEN', gate: 1 });
    const charge = one.payments.beginCharge(orderId);
    await untilWaiting(session, 1);
    const reject = other.orders.reject(order, 'ProcessingFailed');
    await untilWaiting(session, 2);
    await goOn();

    expect(await charge).toMatchObject({ kind: 'open' });
    expect(await reject).toMatchObject({
      status: 'NEEDS_REPAIR',
      unfinished: [{ step: 'RefundPayment' }, { step: 'ReleaseInventory' }],
    });
  });

  it('parks an order instead of rejecting it when a late reserve had been faster', async () => {
    const goOn = await holdBefore(session, { table: 'reservations', state: 'HELD', gate: 1 });
    const reserve = one.inventory.reserve(order);
    await untilWaiting(session, 1);
    const reject = other.orders.reject(order, 'ProcessingFailed');
    await untilWaiting(session, 2);
    await goOn();

    expect(await reserve).toMatchObject({ kind: 'reserved' });
    expect(await reject).toMatchObject({ status: 'NEEDS_REPAIR', unfinished: [{ step: 'ReleaseInventory' }] });
  });

  it.each([
    ['release', (stores: Stores) => stores.inventory.release(orderId)],
    ['refund', (stores: Stores) => stores.payments.beginRefund(orderId)],
    ['cancellation', (stores: Stores) => stores.shipments.beginCancelShipment(orderId)],
  ])('row 40: lets no %s touch an order whose confirmation it was waiting for', async (_, compensate) => {
    await carryOrder(one, order, 'shipping');
    const goOn = await holdBefore(session, { table: 'reservations', state: 'SOLD', gate: 1 });
    const confirm = one.orders.confirm(orderId);
    await untilWaiting(session, 1);
    const compensation = compensate(other);
    await untilWaiting(session, 2);
    await goOn();

    expect(await confirm).toEqual({ kind: 'confirmed' });
    expect(await compensation).toEqual({ kind: 'order-confirmed' });
    expect((await world.snapshot()).stock['TEA']).toEqual({ initial: 5, available: 3, reserved: 0, sold: 2 });
  });

  it('row 40: confirms nothing of an order whose release it was waiting for', async () => {
    await carryOrder(one, order, 'shipping');
    const goOn = await holdBefore(session, { table: 'reservations', state: 'RELEASED', gate: 1 });
    const release = one.inventory.release(orderId, EVEN_IF_NOT_CANCELLED);
    await untilWaiting(session, 1);
    const confirm = other.orders.confirm(orderId);
    await untilWaiting(session, 2);
    await goOn();

    expect(await release).toEqual({ kind: 'released' });
    expect(await confirm).toEqual({ kind: 'undone' });
  });

  it('row 40: fails to confirm while the booking is not on record, and confirms once it is', async () => {
    await carryOrder(one, order, 'shipment-open');
    const goOn = await holdBefore(session, { table: 'shipments', state: 'BOOKED', gate: 1 });
    const booked = one.shipments.recordBooked(orderId, 'shp_1');
    await untilWaiting(session, 1);
    expect(await other.orders.confirm(orderId)).toEqual({ kind: 'out-of-order', status: 'CHARGED' });
    await goOn();

    expect(await booked).toBe('recorded');
    expect(await other.orders.confirm(orderId)).toEqual({ kind: 'confirmed' });
  });

  it.each([
    ['reservations', 'HELD', 'reserved', (stores: Stores) => stores.inventory.reserve(order)],
    [
      ...(['reservations', 'RELEASED', 'released'] as const),
      (stores: Stores) => stores.inventory.release(orderId, EVEN_IF_NOT_CANCELLED),
    ],
    ['reservations', 'SOLD', 'confirmed', (stores: Stores) => stores.orders.confirm(orderId)],
  ] as const)('row 35: answers two calls at once that make %s %s alike, with one effect', async (...row) => {
    const [table, state, kind, call] = row;
    if (state !== 'HELD') {
      await carryOrder(one, order, 'shipping');
    }
    const goOn = await holdBefore(session, { table, state, gate: 1 });
    const first = call(one);
    await untilWaiting(session, 1);
    const second = call(other);
    await untilWaiting(session, 2);
    await goOn();

    expect(await first).toMatchObject({ kind });
    expect(await second).toEqual(await first);
    const { stock, events } = await world.snapshot();
    const taken = { HELD: { reserved: 2 }, RELEASED: { available: 5 }, SOLD: { sold: 2 } }[state];
    expect(stock['TEA']).toMatchObject(taken);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  });
});
