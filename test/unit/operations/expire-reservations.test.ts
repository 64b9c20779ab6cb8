import '../../support/intake/quiet';
import { createExpireReservations } from '../../../lambdas/operations/expire-reservations';
import type { OrderExecutions } from '../../../lambdas/ports/stuck-orders';
import { carryOrder, type Stage } from '../../support/contracts/carry-order';
import { whatIsWrongWith } from '../../support/contracts/check-snapshot';
import type { Stores } from '../../support/contracts/store-world';
import { openInMemoryWorld } from '../../support/in-memory/in-memory-world';
import { breakOnce } from '../../support/intake/break-once';
import { InMemorySignals } from '../../support/intake/in-memory-signals';
import { orderForTea, orderIdOf } from '../../support/mothers/order-mother';

const order = orderForTea(2);
const { orderId } = order;

const running = (...orderIds: readonly string[]): Pick<OrderExecutions, 'findRunning'> => ({
  findRunning: async () => ({
    executions: orderIds.map((id) => ({ orderId: id, startedAt: order.acceptedAt })),
    complete: true,
  }),
});

async function setUp(stage: Stage, executions = running()) {
  const world = await openInMemoryWorld();
  const signals = new InMemorySignals();
  await carryOrder(world.stores, order, stage);
  const sweeperOf = ({ held, ...changes }: Partial<Stores & { executions: typeof executions }> = {}) =>
    createExpireReservations({
      ...{ ...world.stores, executions, signals, expireAfterMs: 0, ...changes },
      reservations: held ?? world.stores.held,
    });
  const books = async () => {
    const snapshot = await world.snapshot();
    expect(whatIsWrongWith(snapshot)).toEqual([]);
    return {
      order: snapshot.orders[orderId],
      reservation: snapshot.reservations[orderId]?.state,
      available: snapshot.stock['TEA']?.available,
    };
  };
  return { ...world, signals, sweeperOf, sweep: sweeperOf(), books };
}

describe('Operation: expire-reservations', () => {
  it.each(['reserved', 'charged', 'shipping'] as const)(
    'leaves the stock of an order at %s alone while its saga runs, however long that takes',
    async (stage) => {
      const { sweep, books } = await setUp(stage, running(orderId));
      const before = await books();

      expect(await sweep()).toEqual({ expired: 0, kept: 1 });
      expect(await books()).toEqual(before);
    },
  );

  it('row 27: gives stock back and rejects the order when no saga carries it', async () => {
    const { sweep, books, signals } = await setUp('reserved', running(orderIdOf(2)));

    expect(await sweep()).toEqual({ expired: 1, kept: 0 });
    expect(await books()).toMatchObject({
      order: { status: 'REJECTED', reason: 'ReservationExpired' },
      reservation: 'RELEASED',
      available: 5,
    });
    expect(signals.total('ReservationExpired')).toBe(1);
    expect(await sweep()).toEqual({ expired: 0, kept: 0 });
  });

  it('keeps an order in repair that was charged, for its money alone', async () => {
    const { sweep, books, stores } = await setUp('shipping');
    await stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);

    await sweep();

    expect(await books()).toMatchObject({ order: { status: 'NEEDS_REPAIR' }, reservation: 'RELEASED', available: 5 });
    expect((await books()).order?.unfinished?.map(({ step }) => step)).toEqual(['CancelShipment', 'RefundPayment']);
    expect(await sweep()).toEqual({ expired: 0, kept: 0 });
  });

  it('lets whatever arrives later find that the order is undone', async () => {
    const { sweep, stores, books } = await setUp('shipping');
    await sweep();
    const swept = await books();

    expect(await stores.inventory.reserve(order)).toEqual({ kind: 'undone' });
    expect(await stores.payments.beginCharge(orderId)).toMatchObject({ kind: 'charged' }); // and goes no further:
    expect(await stores.orders.confirm(orderId)).toEqual({ kind: 'undone' });
    expect(await books()).toEqual(swept);
  });

  it('lets a confirmation stand that came between the look and the release', async () => {
    const { sweeperOf, stores, books } = await setUp('shipping');
    const executions = {
      async findRunning() {
        await stores.orders.confirm(orderId);
        return running().findRunning({ limit: 1 });
      },
    };

    expect(await sweeperOf({ executions })()).toEqual({ expired: 0, kept: 1 });
    expect(await books()).toMatchObject({ order: { status: 'CONFIRMED' }, reservation: 'SOLD', available: 3 });
  });

  it('gives nothing back as long as it cannot know whether a saga runs', async () => {
    const { sweeperOf, signals, books } = await setUp('reserved');
    const unknown = { findRunning: () => Promise.reject(new Error('throttled')) };

    await expect(sweeperOf({ executions: unknown })()).rejects.toThrow('1 reservations could not be looked at');
    expect(await books()).toMatchObject({ order: { status: 'RESERVED' }, reservation: 'HELD' });
    expect(signals.total('ReservationExpiryFailed')).toBe(1);
  });

  it('gives nothing back while more sagas run than can be listed', async () => {
    const { sweeperOf, books } = await setUp('reserved');
    const many = { findRunning: async () => ({ executions: [], complete: false }) };

    expect(await sweeperOf({ executions: many })()).toEqual({ expired: 0, kept: 1 });
    expect(await books()).toMatchObject({ order: { status: 'RESERVED' }, reservation: 'HELD' });
  });

  it.each([
    { port: 'inventory', method: 'release', when: 'before' },
    { port: 'inventory', method: 'release', when: 'after' },
    { port: 'orders', method: 'reject', when: 'before' },
    { port: 'orders', method: 'reject', when: 'after' },
  ] as const)('row 27: is finished by the next run when it ended $when $method', async ({ port, method, when }) => {
    const { sweeperOf, sweep, stores, books } = await setUp('reserved');
    const broken = { [port]: breakOnce(stores[port] as object, method as never, { when }) };

    await expect(sweeperOf(broken)()).rejects.toThrow();
    await sweep();

    expect(await books()).toMatchObject({ order: { status: 'REJECTED' }, reservation: 'RELEASED', available: 5 });
  });

  it('goes on with the others when one of them fails', async () => {
    const { sweeperOf, stores, snapshot } = await setUp('reserved');
    const other = orderForTea(1, { orderId: orderIdOf(2) });
    await carryOrder(stores, other, 'reserved');

    await expect(
      sweeperOf({ inventory: breakOnce(stores.inventory, 'release', { when: 'before' }) })(),
    ).rejects.toThrow();

    const { reservations } = await snapshot();
    expect(Object.values(reservations).map(({ state }) => state)).toEqual(['HELD', 'RELEASED']);
  });

  it('looks behind any number of orders whose sagas run', async () => {
    const { sweeperOf, stores, restock, books } = await setUp('reserved');
    await restock('TEA', 300);
    for (let n = 100; n < 300; n += 1) {
      const older = orderForTea(1, { orderId: orderIdOf(n), acceptedAt: '2026-05-04T09:00:00.000Z' });
      await carryOrder(stores, older, 'reserved');
    }
    const others = Array.from({ length: 200 }, (_, n) => orderIdOf(100 + n));

    expect(await sweeperOf({ executions: running(...others) })()).toEqual({ expired: 1, kept: 200 });
    expect((await books()).order?.status).toBe('REJECTED');
  });
});
