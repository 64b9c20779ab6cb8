import type { OrderProgressStore } from '../../../lambdas/ports/order-progress';
import { createApplyInSequence } from '../../../lambdas/runtime/apply-in-sequence';
import { orderCancelled } from '../outward/order-event-mother';

type State = { readonly statuses: readonly string[]; readonly note?: string | undefined };

const ORDER = orderCancelled().orderId;
const OTHER = '00000000-0000-4000-8000-000000000099';
const at = (sequence: number, ...statuses: readonly string[]) => ({ sequence, state: { statuses } });

/** What a consumer that keeps something for each order relies on: the twin of the tests is held to it as the table is. */
export function describeOrderProgress(name: string, makeStore: () => Promise<OrderProgressStore<State>>): void {
  describe(`What a consumer keeps of orders: ${name}`, () => {
    let progress: OrderProgressStore<State>;
    beforeEach(async () => {
      progress = await makeStore();
    });

    it('is nothing of an order of which nothing was applied', async () => {
      await progress.advance(OTHER, 0, at(1, 'RECEIVED'));

      expect(await progress.find(ORDER)).toBeUndefined();
    });

    it('goes on from what was known, and is read as it was written at once', async () => {
      expect(await progress.advance(ORDER, 0, at(2, 'RESERVED'))).toBe(true);
      expect(await progress.advance(ORDER, 2, at(5, 'RESERVED', 'CONFIRMED'))).toBe(true);

      expect(await progress.find(ORDER)).toEqual(at(5, 'RESERVED', 'CONFIRMED'));
    });

    it('stays as it is for whoever did not know the newest of it', async () => {
      await progress.advance(ORDER, 0, at(3, 'CHARGED'));

      expect(await progress.advance(ORDER, 0, at(1, 'RECEIVED'))).toBe(false);
      expect(await progress.advance(ORDER, 2, at(4, 'SHIPPING'))).toBe(false);
      expect(await progress.advance(ORDER, 4, at(5, 'CONFIRMED'))).toBe(false);

      expect(await progress.find(ORDER)).toEqual(at(3, 'CHARGED'));
    });

    it('does not begin in the middle: who says that something was known is wrong when nothing was', async () => {
      expect(await progress.advance(ORDER, 4, at(5, 'CONFIRMED'))).toBe(false);

      expect(await progress.find(ORDER)).toBeUndefined();
    });

    it.each([0, 3])('is taken on by exactly one of many that go on from %d at once', async (from) => {
      if (from > 0) {
        await progress.advance(ORDER, 0, at(from, 'CHARGED'));
      }

      const went = await Promise.all(
        Array.from({ length: 8 }, (_, n) => progress.advance(ORDER, from, at(from + 1, `by ${n}`))),
      );

      expect(went.filter((byMe) => byMe)).toHaveLength(1);
      expect((await progress.find(ORDER))?.state.statuses).toEqual([`by ${went.indexOf(true)}`]);
    });

    it('keeps a state of which something is not known', async () => {
      await progress.advance(ORDER, 0, { sequence: 1, state: { statuses: [], note: undefined } });

      expect((await progress.find(ORDER))?.state).toEqual({ statuses: [] });
    });

    it('ends at the newest event, by way of rising ones alone, whatever order they come in and however many at once', async () => {
      const apply = createApplyInSequence<State>({
        progress,
        stateOf: ({ sequence }, before) => ({ statuses: [...(before?.statuses ?? []), String(sequence)] }),
      });
      const arrivals = [3, 1, 5, 2, 5, 4].map((sequence) => orderCancelled({ sequence }));

      await Promise.all(arrivals.map((event) => untilApplied(() => apply(event))));

      const found = await progress.find(ORDER);
      const applied = found?.state.statuses.map(Number) ?? [];
      expect(found?.sequence).toBe(5);
      expect(applied.at(-1)).toBe(5);
      expect(applied).toEqual([...new Set(applied)].sort((a, b) => a - b));
    });
  });
}

/** A message whose consumer has lost too many races comes back. */
async function untilApplied(apply: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await apply();
      return;
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ContendedOrderError')) {
        throw error;
      }
    }
  }
}
