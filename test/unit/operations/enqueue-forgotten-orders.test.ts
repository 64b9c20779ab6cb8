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

  it('sends a bounded number in one run and the rest in the next', async () => {
    const { sweep, clock, queue } = await setUp(...Array.from({ length: 130 }, (_, n) => numbered(n)));
    clock.advance(5 * MINUTE);

    expect([await sweep(), await sweep(), await sweep()].map(({ sent }) => sent)).toEqual([100, 30, 0]);
    expect(new Set(queue.orderIds).size).toBe(130);
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

    const sweep = sweeperOf({ intake: breakOnce(intake, 'findNotStarted', { when: 'before' }) });

    await expect(sweep()).rejects.toThrow('findNotStarted broke');
  });
});
