import { CrashPoint, crashPointsOf } from '../../support/crash-point';
import { orderForTea, orderIdOf } from '../../support/mothers/order-mother';
import { idsOf, outboxBench } from './outbox-bench';

const KILLS = 1_000;

const orderNumber = (n: number) => ({ ...orderForTea(1), orderId: orderIdOf(n) });

describe('A function that changes an order', () => {
  it('publishes what it has committed before it ends, and takes it out of the outbox', async () => {
    const { inventory, environment, outbox, bus, written } = outboxBench();
    const reserve = environment().thenPublish(inventory.reserve);

    expect(await reserve(orderNumber(1))).toMatchObject({ kind: 'reserved' });

    expect(bus.taken).toMatchObject([{ type: 'OrderReceived' }, { type: 'OrderReserved' }]);
    expect(idsOf(bus.taken)).toEqual(written());
    expect(await outbox.backlog()).toMatchObject({ waiting: 0 });
  });

  it('publishes also when it fails, since something may have been committed before', async () => {
    const { inventory, environment, bus } = outboxBench();
    const fail = environment().thenPublish(async () => {
      await inventory.reserve(orderNumber(1));
      throw new Error('broke afterwards');
    });

    await expect(fail()).rejects.toThrow('broke afterwards');

    expect(bus.taken).toHaveLength(2);
  });

  it('row 43: is neither failed nor held up by a bus that does not answer, and counts what it left', async () => {
    const { inventory, environment, bus, signals, outbox } = outboxBench();
    bus.publish = () => new Promise(() => {});
    const reserve = environment().thenPublish(inventory.reserve);

    expect(await reserve(orderNumber(1))).toMatchObject({ kind: 'reserved' });

    expect(signals.counted).toMatchObject([{ name: 'EventsLeft', facts: { reason: 'PublicationTooLateError' } }]);
    expect(await outbox.backlog()).toMatchObject({ waiting: 2 });
  });

  it('row 43: leaves a bus alone for a while that has not taken something', async () => {
    const { inventory, environment, bus, clock } = outboxBench();
    const asked: number[] = [];
    bus.outcomeOf = ({ sequence }) => {
      asked.push(sequence);
      return { kind: 'left', reason: 'ThrottlingException' };
    };
    const reserve = environment().thenPublish(inventory.reserve);

    await reserve(orderNumber(1));
    await reserve(orderNumber(2));
    expect(asked).toHaveLength(2);
    clock.advance(5_000);
    await reserve(orderNumber(3));

    expect(asked).toHaveLength(4);
  });

  it('marks what was taken when the bus has taken a part of it', async () => {
    const { inventory, environment, bus, outbox } = outboxBench();
    bus.outcomeOf = ({ type }) =>
      type === 'OrderReceived' ? { kind: 'left', reason: 'InternalFailure' } : { kind: 'published' };

    await environment().thenPublish(inventory.reserve)(orderNumber(1));

    expect(bus.taken).toMatchObject([{ type: 'OrderReserved' }]);
    expect(await outbox.claim({ leftForSeconds: 0, leaseSeconds: 60, limit: 10 })).toMatchObject([
      { event: { type: 'OrderReceived' } },
    ]);
  });
});

describe('The sweeper', () => {
  it(`row 43: loses no event of ${KILLS} publishers that were killed between publishing and marking`, async () => {
    const { inventory, environment, bus, written, clock, sweep, outbox } = outboxBench();
    for (let n = 0; n < KILLS; n++) {
      const killed = environment(new CrashPoint(2, 'before'));
      await killed.thenPublish(inventory.reserve)(orderNumber(n));
    }
    expect(await outbox.backlog()).toMatchObject({ waiting: 2 * KILLS });

    clock.advance(20_000);
    await sweep();

    expect(idsOf(bus.distinct.values())).toEqual(written());
    expect(bus.taken).toHaveLength(4 * KILLS); // each once by its writer, and once more under the same id
    expect(await outbox.backlog()).toEqual({ waiting: 0, oldestAgeSeconds: 0, parked: 0 });
  });

  it.each(crashPointsOf(5).map((point) => ({ at: point.at, when: point.when, point })))(
    'row 43: loses no event when it dies $when its call $at, or its writer does',
    async ({ point }) => {
      const { inventory, environment, bus, written, clock, sweep, outbox } = outboxBench();
      await environment(new CrashPoint(point.at, point.when)).thenPublish(inventory.reserve)(orderNumber(1));
      await environment(new CrashPoint(1, 'before')).thenPublish(inventory.reserve)(orderNumber(2));

      clock.advance(20_000);
      await sweep(point).catch(() => {});
      clock.advance(80_000);
      await sweep();

      expect(idsOf(bus.distinct.values())).toEqual(written());
      expect(await outbox.backlog()).toMatchObject({ waiting: 0 });
    },
  );

  it('row 43: publishes everything that was written while the bus was away for a minute', async () => {
    const { inventory, environment, bus, written, clock, sweep, levels } = outboxBench();
    bus.outcomeOf = () => ({ kind: 'left', reason: 'OutcomeUnknownError' });
    for (let second = 0; second < 60; second++) {
      await environment().thenPublish(inventory.reserve)(orderNumber(second));
      clock.advance(1_000);
    }
    expect(await sweep()).toMatchObject({ published: 0, parked: 0 });
    expect(levels.get('OutboxAge')).toBe(60);

    bus.outcomeOf = () => ({ kind: 'published' });
    clock.advance(80_000);
    await sweep();

    expect(idsOf(bus.distinct.values())).toEqual(written());
    expect(levels.get('OutboxAge')).toBe(0);
  });

  it('leaves events alone that their writer may still publish', async () => {
    const { inventory, bus, clock, sweep } = outboxBench();
    await inventory.reserve(orderNumber(1));

    clock.advance(19_000);
    expect(await sweep()).toEqual({ published: 0, left: 0, parked: 0 });
    expect(bus.taken).toEqual([]);
  });

  it('parks an event that is not as it must be, with its reason, and publishes those behind it', async () => {
    const { inventory, database, bus, clock, sweep, outbox, signals, levels } = outboxBench();
    await inventory.reserve(orderNumber(1));
    const [poison] = database.events;
    Object.assign(poison ?? {}, { facts: { lines: [{ sku: 'TEA' }] } });

    clock.advance(20_000);
    expect(await sweep()).toEqual({ published: 1, left: 0, parked: 1 });

    expect(bus.taken).toMatchObject([{ type: 'OrderReserved' }]);
    expect(await outbox.parked({ limit: 10 })).toMatchObject([
      { type: 'OrderReceived', reason: 'malformed at lines.0.quantity' },
    ]);
    expect(signals.total('EventParked')).toBe(1);
    expect(levels.get('EventsParked')).toBe(1);
  });

  it('parks an event that the bus refuses for good, and publishes it once it was let go on', async () => {
    const { inventory, bus, clock, sweep, outbox } = outboxBench();
    await inventory.reserve(orderNumber(1));
    bus.outcomeOf = ({ type }) =>
      type === 'OrderReserved' ? { kind: 'refused', reason: 'MalformedDetail' } : { kind: 'published' };
    clock.advance(20_000);
    await sweep();
    const [parked] = await outbox.parked({ limit: 10 });
    expect(parked?.reason).toBe('refused by the bus: MalformedDetail');

    bus.outcomeOf = () => ({ kind: 'published' });
    await outbox.unpark(parked?.eventId ?? '');
    clock.advance(20_000);

    expect(await sweep()).toMatchObject({ published: 1 });
    expect(await outbox.backlog()).toEqual({ waiting: 0, oldestAgeSeconds: 0, parked: 0 });
  });
});
