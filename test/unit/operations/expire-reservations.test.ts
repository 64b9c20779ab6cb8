import '../../support/intake/quiet';
import {
  createExpireReservations,
  type ExpireReservationsDependencies,
} from '../../../lambdas/operations/expire-reservations/expire-reservations';
import type { CarryingExecutions } from '../../../lambdas/operations/expire-reservations/is-carried';
import { systemClock } from '../../../lambdas/runtime/clock';
import { carryOrder, type Stage } from '../../support/contracts/carry-order';
import { whatIsWrongWith } from '../../support/contracts/check-snapshot';
import type { Stores } from '../../support/contracts/store-world';
import { openInMemoryWorld } from '../../support/in-memory/in-memory-world';
import { breakOnce } from '../../support/intake/break-once';
import { InMemorySignals } from '../../support/intake/in-memory-signals';
import { orderForTea, orderIdOf } from '../../support/mothers/order-mother';

const order = orderForTea(2);
const { orderId } = order;

const running = (...orderIds: readonly string[]): CarryingExecutions => ({
  findRunning: async () => ({
    executions: orderIds.map((id) => ({ orderId: id, startedAt: order.acceptedAt })),
    complete: true,
  }),
  statusOf: async () => {
    throw new Error('the list says it');
  },
});

/** So many that a list never ends, and the given ones are beyond it. */
const tooManyRunning = (...orderIds: readonly string[]): CarryingExecutions => ({
  findRunning: async () => ({ executions: [], complete: false }),
  statusOf: async (orderId) => (orderIds.includes(orderId) ? 'RUNNING' : 'BROKEN'),
});

async function setUp(stage: Stage, executions = running()) {
  const world = await openInMemoryWorld();
  const signals = new InMemorySignals();
  await carryOrder(world.stores, order, stage);
  const sweeperOf = ({
    held,
    ...changes
  }: Partial<Stores & Pick<ExpireReservationsDependencies, 'executions' | 'budgetMs' | 'clock'>> = {}) =>
    createExpireReservations({
      ...{ ...world.stores, executions, signals, expireAfterMs: 0, budgetMs: 60_000, clock: systemClock, ...changes },
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

      expect(await sweep()).toEqual({ expired: 0, kept: 1, parked: 0 });
      expect(await books()).toEqual(before);
    },
  );

  it('row 27: gives stock back and rejects the order when no saga carries it', async () => {
    const { sweep, books, signals } = await setUp('reserved', running(orderIdOf(2)));

    expect(await sweep()).toEqual({ expired: 1, kept: 0, parked: 0 });
    expect(await books()).toMatchObject({
      order: { status: 'REJECTED', reason: 'ReservationExpired' },
      reservation: 'RELEASED',
      available: 5,
    });
    expect(signals.total('ReservationExpired')).toBe(1);
    expect(await sweep()).toEqual({ expired: 0, kept: 0, parked: 0 });
  });

  it('keeps an order in repair that was charged, for its money alone', async () => {
    const { sweep, books, stores } = await setUp('charged');
    await stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);

    await sweep();

    expect(await books()).toMatchObject({ order: { status: 'NEEDS_REPAIR' }, reservation: 'RELEASED', available: 5 });
    expect((await books()).order?.unfinished?.map(({ step }) => step)).toEqual(['RefundPayment']);
    expect(await sweep()).toEqual({ expired: 0, kept: 0, parked: 0 });
  });

  it.each(['shipment-open', 'shipping'] as const)(
    'hands an order at %s over to people that nobody carries, with its stock: it may be in a parcel that has left',
    async (stage) => {
      const { sweep, books, signals } = await setUp(stage);

      expect(await sweep()).toEqual({ expired: 0, kept: 0, parked: 1 });

      const parked = await books();
      expect(parked).toMatchObject({
        order: { status: 'NEEDS_REPAIR', reason: 'ReservationExpired', compensating: false },
        reservation: 'HELD',
        available: 3,
      });
      expect(parked.order?.unfinished?.map(({ step }) => step)).toEqual([
        'CancelShipment',
        'RefundPayment',
        'ReleaseInventory',
      ]);
      expect(await sweep()).toEqual({ expired: 0, kept: 0, parked: 0 });
      expect(await books()).toEqual(parked);
      expect(signals.counted).toEqual([]);
    },
  );

  it.each(['shipment-open', 'shipping'] as const)(
    'gives nothing back of an order in repair at %s, also when its undo has stopped at its parcel',
    async (stage) => {
      const { sweep, books, stores } = await setUp(stage);
      await stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);
      await stores.shipments.beginCancelShipment(orderId);
      const parked = await books();

      expect(await sweep()).toEqual({ expired: 0, kept: 0, parked: 0 });
      expect(await books()).toEqual(parked);
    },
  );

  it('gives back what an undo has left that has cancelled the parcel', async () => {
    const { sweep, books, stores } = await setUp('shipping');
    await stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);
    await stores.shipments.beginCancelShipment(orderId);
    await stores.shipments.recordShipmentCancelled(orderId);

    expect(await sweep()).toEqual({ expired: 1, kept: 0, parked: 0 });
    expect(await books()).toMatchObject({ order: { status: 'NEEDS_REPAIR' }, reservation: 'RELEASED', available: 5 });
  });

  it('undoes nothing of an order whose confirmation alone has no outcome: its parcel may have left', async () => {
    const { sweep, books, stores, signals } = await setUp('shipping');
    await stores.orders.markNeedsRepair(order, 'ProcessingFailed', [{ step: 'ConfirmOrder', error: 'UndecidedError' }]);
    const parked = await books();

    expect(await sweep()).toEqual({ expired: 0, kept: 0, parked: 0 });
    expect(await books()).toEqual(parked);
    expect(signals.counted).toEqual([]);
    expect(await stores.orders.confirm(orderId)).toEqual({ kind: 'confirmed' });
    expect(await books()).toMatchObject({ order: { status: 'CONFIRMED' }, reservation: 'SOLD', available: 3 });
  });

  it('opens nothing again that a person has settled', async () => {
    const { sweep, books, stores, resolve } = await setUp('shipping');
    await stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);
    await resolve(orderId);
    const settled = await books();

    expect(await sweep()).toEqual({ expired: 0, kept: 0, parked: 0 });
    expect(await books()).toEqual(settled);
  });

  it('lets whatever arrives later find that the order is undone', async () => {
    const { sweep, stores, books } = await setUp('charged');
    await sweep();
    const swept = await books();

    expect(await stores.inventory.reserve(order)).toEqual({ kind: 'undone' });
    expect(await stores.payments.beginCharge(orderId)).toMatchObject({ kind: 'charged' }); // and goes no further:
    expect(await stores.orders.confirm(orderId)).toEqual({ kind: 'undone' });
    expect(await books()).toEqual(swept);
  });

  it.each(['charged', 'shipping'] as const)(
    'lets a confirmation stand that came after the look at %s',
    async (stage) => {
      const { sweeperOf, stores, books } = await setUp(stage);
      const executions = {
        ...running(),
        async findRunning() {
          await carryOrder(stores, order, 'confirmed');
          return running().findRunning({ limit: 1 });
        },
      };

      expect(await sweeperOf({ executions })()).toEqual({ expired: 0, kept: 1, parked: 0 });
      expect(await books()).toMatchObject({ order: { status: 'CONFIRMED' }, reservation: 'SOLD', available: 3 });
    },
  );

  it.each(['shipment-open', 'shipping'] as const)(
    'holds the stock of an order that a saga has carried on to %s since the look: it may be in a parcel',
    async (stage) => {
      const { sweeperOf, stores, books } = await setUp('charged');
      const executions = {
        ...running(),
        async findRunning() {
          const listed = await running().findRunning({ limit: 1 });
          await carryOrder(stores, order, stage);
          return listed;
        },
      };

      expect(await sweeperOf({ executions })()).toEqual({ expired: 0, kept: 0, parked: 1 });
      expect(await books()).toMatchObject({
        order: { status: 'NEEDS_REPAIR', compensating: true },
        reservation: 'HELD',
        available: 3,
      });
    },
  );

  it('gives nothing back as long as it cannot know whether a saga runs', async () => {
    const { sweeperOf, signals, books } = await setUp('reserved');
    const unknown = { ...running(), findRunning: () => Promise.reject(new Error('throttled')) };

    await expect(sweeperOf({ executions: unknown })()).rejects.toThrow('1 reservations could not be looked at');
    expect(await books()).toMatchObject({ order: { status: 'RESERVED' }, reservation: 'HELD' });
    expect(signals.total('ReservationExpiryFailed')).toBe(1);
  });

  it('asks about each order when more sagas run than can be listed', async () => {
    const { sweeperOf, stores, books, snapshot } = await setUp('reserved');
    const other = orderForTea(1, { orderId: orderIdOf(2) });
    await carryOrder(stores, other, 'reserved');

    expect(await sweeperOf({ executions: tooManyRunning(orderId) })()).toEqual({ expired: 1, kept: 1, parked: 0 });
    expect(await books()).toMatchObject({ order: { status: 'RESERVED' }, reservation: 'HELD' });
    expect((await snapshot()).orders[other.orderId]).toMatchObject({ status: 'REJECTED' });
  });

  it('gives nothing back when it cannot ask about an order either', async () => {
    const { sweeperOf, books } = await setUp('reserved');
    const silent = { ...tooManyRunning(), statusOf: () => Promise.reject(new Error('throttled')) };

    await expect(sweeperOf({ executions: silent })()).rejects.toThrow('1 reservations could not be looked at');
    expect(await books()).toMatchObject({ order: { status: 'RESERVED' }, reservation: 'HELD' });
  });

  it.each([
    { port: 'held', method: 'callOff', when: 'before' },
    { port: 'held', method: 'callOff', when: 'after' },
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

  describe('of many orders', () => {
    const MANY = 350;
    const ids = Array.from({ length: MANY }, (_, n) => orderIdOf(100 + n));

    /** All of them accepted before the one order, and carried. */
    async function setUpMany() {
      const bench = await setUp('reserved');
      await bench.restock('TEA', MANY);
      for (const id of ids) {
        const older = orderForTea(1, { orderId: id, acceptedAt: '2026-05-04T09:00:00.000Z' });
        await carryOrder(bench.stores, older, 'reserved');
      }
      return bench;
    }

    it('looks behind any number whose sagas run', async () => {
      const { sweeperOf, books } = await setUpMany();

      expect(await sweeperOf({ executions: running(...ids) })()).toEqual({ expired: 1, kept: MANY, parked: 0 });
      expect((await books()).order?.status).toBe('REJECTED');
    });

    it('looks at each of them once, wherever it begins', async () => {
      const { sweeperOf, stores } = await setUpMany();
      for (const place of [ids[0], ids[99], ids[100], ids[250], ids[MANY - 1], orderId]) {
        const asked: string[] = [];
        const executions: CarryingExecutions = {
          ...tooManyRunning(),
          statusOf: async (id) => {
            asked.push(id);
            return 'RUNNING';
          },
        };
        const found = {
          orderId: place ?? '',
          acceptedAt: place === orderId ? order.acceptedAt : '2026-05-04T09:00:00.000Z',
        };
        await sweeperOf({ executions, held: { ...stores.held, findPlace: async () => found } })();

        expect(asked.toSorted()).toEqual([orderId, ...ids].toSorted());
      }
    });

    it('comes to each of them over several runs when there is only time for some, and says so', async () => {
      const { sweeperOf, stores, books, signals } = await setUpMany();
      let looks = 0;
      const clock = {
        now() {
          looks += 1;
          return new Date(looks); // each look takes a millisecond
        },
      };
      const sweepFrom = (place: string, acceptedAt: string) =>
        sweeperOf({
          executions: running(...ids),
          held: { ...stores.held, findPlace: async () => ({ orderId: place, acceptedAt }) },
          ...{ clock, budgetMs: 200 },
        })();

      await expect(sweepFrom(orderIdOf(100), '2026-05-04T09:00:00.000Z')).rejects.toThrow('time was over');
      expect((await books()).order?.status).toBe('RESERVED');
      expect(signals.total('ReservationExpiryUnfinished')).toBe(1);

      await expect(sweepFrom(orderIdOf(400), '2026-05-04T09:00:00.000Z')).rejects.toThrow('time was over');
      expect((await books()).order?.status).toBe('REJECTED');
    });
  });
});
