import '../../support/intake/quiet';
import {
  createEnqueueForgottenOrders,
  failingWhenOrdersAreLeft,
} from '../../../lambdas/operations/enqueue-forgotten-orders';
import type { OrderQueue } from '../../../lambdas/ports/order-queue';
import { breakOnce } from '../../support/intake/break-once';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { InMemoryOrderQueue } from '../../support/intake/in-memory-queue';
import { InMemorySignals } from '../../support/intake/in-memory-signals';
import { ManualClock } from '../../support/intake/manual-clock';
import { intakeRecord, orderIdNumber } from '../../support/intake/order-mother';

const MINUTE = 60_000;

async function setUp(...records: readonly ReturnType<typeof intakeRecord>[]) {
  const intake = new InMemoryIntake();
  const queue = new InMemoryOrderQueue();
  const clock = new ManualClock('2026-03-01T12:00:00.000Z');
  const signals = new InMemorySignals();
  for (const record of records) {
    await intake.putIfNew(record);
  }
  const sweeperOf = (changes: {
    readonly queue?: OrderQueue;
    readonly intake?: InMemoryIntake;
    readonly delayScale?: number;
  }) => createEnqueueForgottenOrders({ intake, queue, clock, signals, delayScale: 1, ...changes });
  return { intake, queue, clock, signals, sweeperOf, sweep: sweeperOf({}) };
}

const numbered = (n: number, changes = {}) => intakeRecord({ orderId: orderIdNumber(n), ...changes });
const backlog = (length: number) => Array.from({ length }, (_, n) => numbered(n));

describe('Operation: enqueue-forgotten-orders', () => {
  it('sends an order again that was not sent within two minutes, in its own trace, and only once', async () => {
    const { sweep, queue, clock } = await setUp(intakeRecord({ traceHeader: 'Root=1-2-3' }));
    clock.advance(2 * MINUTE + 1);

    expect(await sweep()).toEqual({ sent: 1, failed: 0 });
    expect(await sweep()).toEqual({ sent: 0, failed: 0 });
    expect(queue.sent.map(({ traceHeader }) => traceHeader)).toEqual(['Root=1-2-3']);
    expect(queue.orderIds).toEqual([intakeRecord().orderId]);
  });

  it('leaves an order in the hands of the function that accepts it', async () => {
    const { sweep, clock } = await setUp(intakeRecord());
    clock.advance(2 * MINUTE);

    expect(await sweep()).toEqual({ sent: 0, failed: 0 });
  });

  it('leaves an order alone whose message waits in the queue or in the dead letters', async () => {
    const { sweep, clock, queue } = await setUp(intakeRecord({ enqueuedAt: '2026-03-01T12:00:00.100Z' }));
    clock.advance(24 * 60 * MINUTE);

    await sweep();

    expect(queue.sent).toEqual([]);
  });

  it('leaves an order alone whose saga was started although nobody noted that it was sent', async () => {
    const { sweep, clock, queue } = await setUp(intakeRecord({ startedAt: '2026-03-01T12:00:01.000Z' }));
    clock.advance(5 * MINUTE);

    await sweep();

    expect(queue.sent).toEqual([]);
  });

  it('finds the forgotten ones behind any number that wait in the queue', async () => {
    const waiting = Array.from({ length: 300 }, (_, n) => numbered(n, { enqueuedAt: '2026-03-01T12:00:00.100Z' }));
    const { sweep, clock, queue } = await setUp(...waiting, numbered(300, { acceptedAt: '2026-03-01T12:00:01.000Z' }));
    clock.advance(5 * MINUTE);

    await sweep();

    expect(queue.orderIds).toEqual([orderIdNumber(300)]);
  });

  it('sends what an outage of the queue left in one run, each order once although the index shows it still', async () => {
    const { sweep, clock, queue } = await setUp(...backlog(1_234));
    clock.advance(5 * MINUTE);

    expect(await sweep()).toEqual({ sent: 1_234, failed: 0 });
    expect(queue.sent).toHaveLength(1_234);
    expect(new Set(queue.orderIds).size).toBe(1_234);
  });

  it('ends in time, in the middle of a batch too, and the next run goes on with the rest', async () => {
    const { sweeperOf, clock, queue, signals } = await setUp(...backlog(400));
    clock.advance(5 * MINUTE);
    const sweep = sweeperOf({
      queue: {
        send: async (...values) => {
          clock.advance(100);
          await queue.send(...values);
        },
      },
    });

    expect([await sweep(), await sweep(), await sweep()]).toEqual([
      { sent: 250, failed: 0 },
      { sent: 150, failed: 0 },
      { sent: 0, failed: 0 },
    ]);
    expect(new Set(queue.orderIds).size).toBe(400);
    expect(signals.total('ForgottenOrderEnqueued')).toBe(400);
  });

  it('tries no more than a batch while the queue takes none, and all of them as soon as it does', async () => {
    const { sweeperOf, clock, queue, signals } = await setUp(...backlog(350));
    clock.advance(5 * MINUTE);
    const away = { send: () => Promise.reject(new Error('the queue is away')) };

    expect(await sweeperOf({ queue: away })()).toEqual({ sent: 0, failed: 100 });
    expect(signals.total('ForgottenOrderFailed')).toBe(100);
    expect(await sweeperOf({})()).toEqual({ sent: 350, failed: 0 });
    expect(queue.sent).toHaveLength(350);
  });

  it('tries an order that fails once in a run, and is held up by none of them', async () => {
    const { sweeperOf, clock, queue, signals } = await setUp(...backlog(350));
    clock.advance(5 * MINUTE);
    const failing = new Set([0, 1, 99, 100, 349].map(orderIdNumber));
    const sweep = sweeperOf({
      queue: {
        send: async (message, traceHeader) => {
          if (failing.has(message.orderId)) {
            throw new Error('the queue does not take this one');
          }
          await queue.send(message, traceHeader);
        },
      },
    });

    expect([await sweep(), await sweep()]).toEqual([
      { sent: 345, failed: 5 },
      { sent: 0, failed: 5 },
    ]);
    expect(signals.total('ForgottenOrderFailed')).toBe(10);
    expect(queue.sent).toHaveLength(345);
  });

  it('sends the others when one fails, counts it, and sends it with the next run', async () => {
    const { sweeperOf, clock, queue, signals } = await setUp(numbered(1), numbered(2), numbered(3));
    clock.advance(5 * MINUTE);
    const sweep = sweeperOf({ queue: breakOnce(queue, 'send', { when: 'before' }) });

    expect(await sweep()).toEqual({ sent: 2, failed: 1 });
    expect(await sweep()).toEqual({ sent: 1, failed: 0 });
    expect([signals.total('ForgottenOrderFailed'), signals.total('ForgottenOrderEnqueued')]).toEqual([1, 3]);
    expect(new Set(queue.orderIds).size).toBe(3);
  });

  it('fails as a run when it left an order behind, after it has sent the others', async () => {
    const { sweeperOf, clock, queue } = await setUp(numbered(1), numbered(2), numbered(3));
    clock.advance(5 * MINUTE);
    const run = failingWhenOrdersAreLeft(sweeperOf({ queue: breakOnce(queue, 'send', { when: 'before' }) }));

    await expect(run()).rejects.toThrow('1 accepted orders could not be put into the queue');
    expect(queue.sent).toHaveLength(2);
    expect(await run()).toEqual({ sent: 1, failed: 0 });
  });

  it.each(['before', 'after'] as const)('sends again, which is harmless, when it ends %s the mark', async (when) => {
    const { sweeperOf, clock, queue, intake } = await setUp(intakeRecord());
    clock.advance(5 * MINUTE);

    await sweeperOf({ intake: breakOnce(intake, 'markEnqueued', { when }) })();
    await sweeperOf({})();

    expect(new Set(queue.orderIds).size).toBe(1);
    expect(queue.sent).toHaveLength(when === 'before' ? 2 : 1);
  });

  it.each([
    [0.01, 1_200],
    [0.0001, 1_000],
  ])('shortens its patience with a scale of %f to %i ms, never below a second', async (delayScale, patience) => {
    const { sweeperOf, clock } = await setUp(intakeRecord());
    const sweep = sweeperOf({ delayScale });

    clock.advance(patience);
    expect(await sweep()).toEqual({ sent: 0, failed: 0 });
    clock.advance(1);
    expect(await sweep()).toEqual({ sent: 1, failed: 0 });
  });

  it('fails as a whole when the table cannot be asked, so that an alarm goes off', async () => {
    const { sweeperOf, intake } = await setUp();
    intake.findForgotten = async function* () {
      yield* await Promise.reject<[]>(new Error('the table is away'));
    };

    await expect(sweeperOf({ intake })()).rejects.toThrow('the table is away');
  });
});
