import { createConsistentHistory } from '../../../lambdas/persistence/consistent-history';
import { READ_BOUNDS } from '../../../lambdas/persistence/read-your-writes';
import type { ReadChoice } from '../../../lambdas/ports/consistent-orders';
import type { EventOnRecord, OrderHistory } from '../../../lambdas/ports/order-history';
import { ORDER_ID } from '../../support/intake/order-mother';

const upTo = (sequence: number): readonly EventOnRecord[] =>
  Array.from({ length: sequence }, (_, index) => ({
    ...{ sequence: index + 1, type: 'OrderCharged', status: 'CHARGED' },
    occurredAt: '2026-03-01T12:00:00.000Z',
  }));

/** A replica that has one event, and what the writer has after it has been waited for that long. */
function setUp({ catchesUpAfterMs = Number.POSITIVE_INFINITY } = {}) {
  let now = 0;
  const choices: ReadChoice[] = [];
  const holding = (events: () => readonly EventOnRecord[]): OrderHistory => ({ eventsOf: async () => events() });
  const history = createConsistentHistory({
    replica: holding(() => upTo(now >= catchesUpAfterMs ? 3 : 1)),
    writer: holding(() => upTo(3)),
    clock: { now: () => new Date(now) },
    pause: async (ms) => {
      now += ms;
    },
    observer: { chose: (choice) => choices.push(choice) },
  });
  return { history, choices, waitedMs: () => now };
}

describe('Reading the history of an order', () => {
  it.each([undefined, 0, 1])('takes that of the replica when the caller has seen %s of it', async (atLeast) => {
    const { history, choices } = setUp();

    expect([(await history.eventsOf(ORDER_ID, atLeast)).length, choices]).toEqual([1, ['replica']]);
  });

  it('waits for the replica that is a moment behind', async () => {
    const { history, choices } = setUp({ catchesUpAfterMs: 60 });

    expect([(await history.eventsOf(ORDER_ID, 3)).length, choices]).toEqual([3, ['waited']]);
  });

  it('asks the writer when the replica stays behind, after a bounded time', async () => {
    const { history, choices, waitedMs } = setUp();

    expect([(await history.eventsOf(ORDER_ID, 3)).length, choices]).toEqual([3, ['writer']]);
    expect(waitedMs()).toBeLessThanOrEqual(READ_BOUNDS.waitMs);
  });
});
