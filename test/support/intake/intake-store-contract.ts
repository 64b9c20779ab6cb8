import type { IntakeStore, PendingOrder } from '../../../lambdas/ports/intake-store';
import { intakeRecord, orderIdNumber } from './order-mother';

const before = new Date('2026-03-01T13:00:00.000Z');
const at = new Date('2026-03-01T12:30:00.000Z');
const numbered = (n: number, changes = {}) =>
  intakeRecord({
    orderId: orderIdNumber(n),
    acceptedAt: new Date(Date.parse('2026-03-01T12:00:00.000Z') + n).toISOString(),
    ...changes,
  });
const all = async (orders: AsyncIterable<PendingOrder>): Promise<readonly PendingOrder[]> => {
  const found: PendingOrder[] = [];
  for await (const order of orders) {
    found.push(order);
  }
  return found;
};

/** What every intake store does: the twin of the tests is held to the same as the table. */
export function describeIntakeStore(name: string, makeStore: () => Promise<IntakeStore>): void {
  describe(`An intake store: ${name}`, () => {
    let store: IntakeStore;
    beforeEach(async () => {
      store = await makeStore();
    });

    it('keeps a record as it was given, and answers the first one to whoever comes later', async () => {
      const record = intakeRecord({
        expectedTotal: { amountMinor: 1998, currency: 'EUR' },
        traceHeader: 'Root=1-2-3',
        shippingAddress: { ...intakeRecord().shippingAddress, line2: 'Łódź 👩🏽‍🚀 &Action=%26' },
      });

      expect(await store.putIfNew(record)).toBeUndefined();
      expect(await store.putIfNew({ ...record, bodyHash: 'b'.repeat(64) })).toEqual(record);
      expect(await store.find(record.orderId)).toEqual(record);
    });

    it('knows nothing of an order that was not accepted', async () => {
      expect(await store.find(orderIdNumber(1))).toBeUndefined();
    });

    it('row 6: tells exactly one of 50 that come at once that its record is new', async () => {
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, n) => store.putIfNew(intakeRecord({ bodyHash: String(n) }))),
      );

      expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
      expect(new Set(answers.map((answer) => answer?.bodyHash)).size).toBe(2);
    });

    it('marks what was enqueued and started, the first start for good', async () => {
      await store.putIfNew(intakeRecord());

      await store.markEnqueued(intakeRecord().orderId, at);
      await store.markStarted(intakeRecord().orderId, at);
      await store.markStarted(intakeRecord().orderId, before);

      expect(await store.find(intakeRecord().orderId)).toEqual(
        intakeRecord({ enqueuedAt: at.toISOString(), startedAt: at.toISOString() }),
      );
    });

    it('makes no record of a mark', async () => {
      await store.markEnqueued(intakeRecord().orderId, at);
      await store.markStarted(intakeRecord().orderId, at);

      expect(await store.find(intakeRecord().orderId)).toBeUndefined();
      expect(await store.findNotStarted({ acceptedBefore: before, limit: 10 })).toEqual([]);
    });

    it('finds what has not started, whatever its id begins with, the oldest first and nothing personal', async () => {
      for (let n = 17; n >= 0; n -= 1) {
        await store.putIfNew(numbered(n));
      }
      await store.markStarted(orderIdNumber(3), at);

      const found = await store.findNotStarted({ acceptedBefore: before, limit: 100 });

      const rest = Array.from({ length: 18 }, (_, n) => n).filter((n) => n !== 3);
      expect(found.map(({ orderId }) => orderId)).toEqual(rest.map(orderIdNumber));
      expect(JSON.stringify(found)).not.toMatch(/Lovelace|pm_card_visa|ada@/);
    });

    it('finds what was accepted before a moment, and no more than asked for', async () => {
      for (const n of [1, 2, 3]) {
        await store.putIfNew(numbered(n));
      }

      const early = await store.findNotStarted({ acceptedBefore: new Date('2026-03-01T12:00:00.003Z'), limit: 10 });
      const first = await store.findNotStarted({ acceptedBefore: before, limit: 1 });

      expect(early.map(({ orderId }) => orderId)).toEqual([orderIdNumber(1), orderIdNumber(2)]);
      expect(first.map(({ orderId }) => orderId)).toEqual([orderIdNumber(1)]);
    });

    it('finds a forgotten order behind those that wait in the queue', async () => {
      // The same first digit, so the same partition of the index.
      for (const n of [16, 32, 48]) {
        await store.putIfNew(numbered(n, { enqueuedAt: at.toISOString() }));
      }
      await store.putIfNew(numbered(64));

      const found = await all(store.findForgotten(before));

      expect(found.map(({ orderId }) => orderId)).toEqual([orderIdNumber(64)]);
    });

    it('finds what was forgotten before a moment, the oldest first, nothing that started and nothing personal', async () => {
      for (const n of [4, 3, 2, 1]) {
        await store.putIfNew(numbered(n));
      }
      await store.markStarted(orderIdNumber(2), at);

      const found = await all(store.findForgotten(new Date('2026-03-01T12:00:00.004Z')));

      expect(found.map(({ orderId }) => orderId)).toEqual([orderIdNumber(1), orderIdNumber(3)]);
      expect(JSON.stringify(found)).not.toMatch(/Lovelace|pm_card_visa|ada@/);
    });

    it('finds each forgotten order once, also when it is marked while the others are looked for', async () => {
      const ids = Array.from({ length: 20 }, (_, n) => orderIdNumber(n));
      for (const n of ids.keys()) {
        await store.putIfNew(numbered(n));
      }

      const found: string[] = [];
      for await (const { orderId } of store.findForgotten(before)) {
        found.push(orderId);
        await store.markEnqueued(orderId, at);
      }

      expect(found).toEqual(ids);
      expect(await all(store.findForgotten(before))).toEqual([]);
    });
  });
}
