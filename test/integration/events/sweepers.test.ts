import type { Client } from 'pg';
import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import { createPublishLeftEvents, SWEEP_BOUNDS } from '../../../lambdas/operations/publish-left-events';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { createPostgresOutbox } from '../../../lambdas/persistence/postgres/outbox';
import type { EventBus } from '../../../lambdas/ports/event-bus';
import type { LeftEvent } from '../../../lambdas/ports/outbox';
import { systemClock } from '../../../lambdas/runtime/clock';
import type { StoreWorld } from '../../support/contracts/store-world';
import { InMemoryEventBus } from '../../support/events/in-memory-event-bus';
import { between, holdBefore, removeGates, untilWaiting } from '../../support/lock-step';
import { orderForTea, orderIdOf } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld } from '../../support/postgres-world';

const AT_ONCE = { leftForSeconds: 0, leaseSeconds: 60, limit: 3 };
const SILENT = { signals: { count: () => {} }, gauges: { set: () => {} } };

/** Each of them with a connection of its own, as functions have it. */
describe('Several sweepers at one outbox', () => {
  const testDatabase = useTestDatabase();
  let session: Client;
  let world: StoreWorld;
  let one: Database;
  let other: Database;

  beforeAll(async () => {
    session = await testDatabase.session();
    [one, other] = [testDatabase.connect(), testDatabase.connect()];
  });
  beforeEach(async () => {
    await removeGates(session, 1);
    world = await openPostgresWorld(session, testDatabase.connect());
  });

  /** Two events of each order are left behind. Answers all of them, the oldest first. */
  async function leaveEvents({ orders }: { readonly orders: number }): Promise<readonly OrderEvent[]> {
    await world.restock('TEA', orders);
    for (let n = 0; n < orders; n++) {
      await world.stores.inventory.reserve({ ...orderForTea(1), orderId: orderIdOf(n) });
    }
    return world.written.take();
  }
  const claimBy = (database: Database, query = {}) =>
    createPostgresOutbox({ database }).claim({ ...AT_ONCE, ...query });
  const idsOf = (events: Iterable<LeftEvent | OrderEvent>) => [...events].map(({ eventId }) => eventId);
  const sweepBy = (database: Database, bus: EventBus) =>
    createPublishLeftEvents({
      ...{ outbox: createPostgresOutbox({ database }), bus, clock: systemClock, ...SILENT },
      delayScale: 0,
    })();

  it('row 43: take different events, and none waits for what another one holds', async () => {
    const left = await leaveEvents({ orders: 3 });
    const goOn = await holdBefore(session, { table: 'outbox', where: `NEW.event_id = '${left[0]?.eventId}'`, gate: 1 });
    const first = claimBy(one);
    await untilWaiting(session, 1); // it holds the oldest at least, and has not committed

    const second = await claimBy(other);
    const third = await claimBy(other);
    await goOn();

    const claimed = [...(await first), ...second, ...third];
    expect(second).toHaveLength(3);
    expect(idsOf(claimed).sort()).toEqual(idsOf(left).sort());
    expect(claimed.map(({ attempts }) => attempts)).toEqual(Array(6).fill(1));
    expect(await claimBy(one)).toEqual([]);
  });

  it('row 43: lose nothing of one that dies in the middle of its claim', async () => {
    const left = await leaveEvents({ orders: 1 });
    await holdBefore(session, { table: 'outbox', where: `NEW.event_id = '${left[0]?.eventId}'`, gate: 1 });
    const dying = claimBy(one).catch((error: Error) => error);
    await untilWaiting(session, 1);

    await session.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                         WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    expect(await dying).toBeInstanceOf(Error);
    await removeGates(session, 1);

    expect(idsOf(await claimBy(other))).toEqual(idsOf(left));
  });

  it('row 43: publish every event exactly once between them while all of them live', async () => {
    const left = await leaveEvents({ orders: 0.6 * SWEEP_BOUNDS.batch }); // more than a batch
    const bus = new InMemoryEventBus();
    const together = barrier(4);
    const shared: EventBus = {
      async publish(events) {
        await together(); // nobody has marked anything before all have claimed
        return bus.publish(events);
      },
    };

    const results = await Promise.all(Array.from({ length: 4 }, () => sweepBy(testDatabase.connect(), shared)));

    expect(results.filter(({ published }) => published > 0).length).toBeGreaterThan(1);
    expect(idsOf(bus.taken).sort()).toEqual(idsOf(left).sort());
    expect(await world.stores.outbox.backlog()).toMatchObject({ waiting: 0, parked: 0 });
  });

  it('row 43: publish an event once more, under the same id, when its writer is at it too', async () => {
    const left = await leaveEvents({ orders: 1 });
    const bus = new InMemoryEventBus();
    const writer = createPostgresOutbox({ database: one });

    await bus.publish(left);
    const markedByWriter = () => writer.markPublished(idsOf(left));
    await sweepBy(between(other, 'mark-published', markedByWriter), bus);

    expect(idsOf(bus.taken).sort()).toEqual(idsOf([...left, ...left]).sort());
    expect(idsOf(bus.distinct.values()).sort()).toEqual(idsOf(left).sort());
    expect(await world.stores.outbox.backlog()).toMatchObject({ waiting: 0, parked: 0 });
  });

  it('row 43: publish an event once more, under the same id, when the lease of a slow one has run out', async () => {
    const left = await leaveEvents({ orders: 2 });
    const bus = new InMemoryEventBus();
    const slow = await claimBy(one, { leaseSeconds: 0, limit: 10 });

    expect(await sweepBy(other, bus)).toMatchObject({ published: left.length });
    await bus.publish(slow.map(({ event }) => event as OrderEvent));
    await createPostgresOutbox({ database: one }).markPublished(idsOf(slow));

    expect(bus.taken).toHaveLength(2 * left.length);
    expect(idsOf(bus.distinct.values()).sort()).toEqual(idsOf(left).sort());
    expect(await world.stores.outbox.backlog()).toMatchObject({ waiting: 0, parked: 0 });
  });
});

/** Lets everybody wait until so many have come. */
function barrier(count: number): () => Promise<void> {
  let come = 0;
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    come += 1;
    if (come === count) {
      open();
    }
    return opened;
  };
}
