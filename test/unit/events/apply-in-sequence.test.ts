import fc from 'fast-check';
import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import { createApplyInSequence, EventTooEarlyError } from '../../../lambdas/runtime/apply-in-sequence';
import { InMemoryOrderProgress } from '../../support/events/in-memory-order-progress';
import { ManualClock } from '../../support/intake/manual-clock';
import { orderIdOf } from '../../support/mothers/order-mother';

const HAPPENED = '2026-11-26T10:00:00.000Z';
const eventAt = (sequence: number, order = 1) =>
  ({ eventId: `${order}-${sequence}`, orderId: orderIdOf(order), sequence, occurredAt: HAPPENED }) as OrderEvent;

/** Keeps which events it has applied, in the order of applying them. */
function setUp(gaps?: { readonly waitMs: number; readonly clock: ManualClock }) {
  const progress = new InMemoryOrderProgress<readonly number[]>();
  const apply = createApplyInSequence({
    progress,
    stateOf: ({ sequence }, before: readonly number[] = []) => [...before, sequence],
    ...(gaps === undefined ? {} : { gaps }),
  });
  return { progress, apply, kept: (order = 1) => progress.orders.get(orderIdOf(order))?.state };
}

describe('A consumer that keeps something for each order', () => {
  it('applies what is newer and ignores what is older, gaps or not', async () => {
    const { apply, kept } = setUp();

    expect(await apply(eventAt(2))).toBe('applied');
    expect(await apply(eventAt(1))).toBe('older');
    expect(await apply(eventAt(2))).toBe('older');
    expect(await apply(eventAt(5))).toBe('applied');
    expect(kept()).toEqual([2, 5]);
  });

  it('only ever moves forward, and ends at the newest, in whatever order events come and however often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ order: fc.nat(2), sequence: fc.integer({ min: 1, max: 8 }) }), { maxLength: 40 }),
        async (arrivals) => {
          const { apply, kept } = setUp();

          await Promise.all(arrivals.map(({ order, sequence }) => apply(eventAt(sequence, order))));

          for (const order of new Set(arrivals.map((arrival) => arrival.order))) {
            const sequences = arrivals.filter((arrival) => arrival.order === order).map(({ sequence }) => sequence);
            const applied = kept(order) ?? [];
            expect(applied).toEqual([...new Set(applied)].sort((a, b) => a - b));
            expect(applied.at(-1)).toBe(Math.max(...sequences));
          }
        },
      ),
    );
  });

  it('waits for every event when it needs them all, and lets the message come back', async () => {
    const clock = new ManualClock(HAPPENED);
    const { apply, kept } = setUp({ waitMs: 120_000, clock });

    await expect(apply(eventAt(2))).rejects.toThrow(EventTooEarlyError);
    expect(await apply(eventAt(1))).toBe('applied');
    expect(await apply(eventAt(2))).toBe('applied');
    expect(await apply(eventAt(1))).toBe('older');
    expect(kept()).toEqual([1, 2]);
  });

  it('passes over an event that is missing for too long', async () => {
    const clock = new ManualClock(HAPPENED);
    const { apply, kept } = setUp({ waitMs: 120_000, clock });
    await apply(eventAt(1));
    await expect(apply(eventAt(3))).rejects.toThrow('event 3 of its order has come, and 1 was the last one');

    clock.advance(120_000);

    expect(await apply(eventAt(3))).toBe('applied');
    expect(await apply(eventAt(2))).toBe('older');
    expect(kept()).toEqual([1, 3]);
  });
});
