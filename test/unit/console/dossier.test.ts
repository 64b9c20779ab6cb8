import { LATE, readDossier } from '../../../console/orders/dossier';
import { orderPage } from '../../../console/orders/order-page';
import { ORDER_PARTS } from '../../../console/orders/order-parts';
import type { OperatorAction } from '../../../lambdas/ports/operator-actions';
import { readOrderOf, sourcesOf } from '../../support/console/order-sources';

const order = readOrderOf({ status: 'CONFIRMED', updatedAt: new Date('2026-03-01T12:00:00.000Z') });

const VIEW = {
  acts: [],
  csrf: 'token',
  person: { subject: 'a', name: 'ada', role: 'viewer' },
  now: new Date('2026-03-01T12:01:00.000Z'),
} as const;

/** Where nothing is known before the execution was asked for: it would be waited for in vain. */
const besideEachOther = () => {
  const asked = Promise.withResolvers<void>();
  return sourcesOf({
    async order() {
      await asked.promise;
      return order;
    },
    async walk() {
      asked.resolve();
      return undefined;
    },
  });
};

describe('What is known of an order', () => {
  it('is asked for all at once by a page, whose reader waits', async () => {
    const dossier = await readDossier(besideEachOther(), order.orderId, { patienceMs: 60_000 });

    expect(dossier).toMatchObject({ order, walk: { known: true } });
  });

  it('is late, and not missing, when it was given up because nobody waited any more', async () => {
    const sources = sourcesOf({
      order: async () => order,
      async traces(_, signal) {
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        signal?.throwIfAborted();
        return [];
      },
    });

    expect((await readDossier(sources, order.orderId, { patienceMs: 5 }))?.traces).toBe(LATE);
  });

  it('is asked for after the order by whoever has the time, so that nothing of a final one is missing', async () => {
    const asked: string[] = [];
    const sources = sourcesOf({
      async order() {
        asked.push('order');
        await new Promise(setImmediate);
        asked.push('the order is read');
        return order;
      },
      async walk() {
        asked.push('walk');
        return undefined;
      },
    });

    await readDossier(sources, order.orderId);

    expect(asked).toEqual(['order', 'the order is read', 'walk']);
  });

  it('shows the latest of many failures, and the others to whoever asks', async () => {
    const failures = Array.from({ length: 9 }, (_, n) => ({
      ...{ queue: 'orders', consumer: 'start-saga', messageId: 'a', errorName: 'Error', fingerprint: 'f', attempt: 1 },
      message: `failure ${n + 1}`,
      at: '2026-03-01T12:00:00.000Z',
    }));
    const markup = async (count: number): Promise<string> => {
      const sources = sourcesOf({ order: async () => order, failures: async () => failures.slice(0, count) });
      const dossier = await readDossier(sources, order.orderId);
      return dossier === undefined ? '' : String(ORDER_PARTS['order-failures']?.(dossier, VIEW));
    };

    expect(await markup(9)).toMatch(/<summary>3 earlier failures<.*failure 3<.*<\/details>.*failure 4<.*failure 9</s);
    expect(await markup(6)).not.toContain('<details');
  });

  it.each<[OperatorAction['kind'][], RegExp]>([
    [[], /its message waits in the queue, or in the dead letters\.</],
    [['archive', 'edit-and-replay'], /its message waits in the queue/],
    [['replay', 'archive'], /grace archived its message at .*, so nothing carries it any more/],
  ])('of one that has not started says where its message is, after %j', async (kinds, where) => {
    const accepted = {
      ...{ orderId: order.orderId, customerId: 'customer-1', lines: [] },
      acceptedAt: '2026-03-01T12:00:00.000Z',
    };
    const actions = kinds.map((kind) => ({
      ...{ kind, by: 'grace', at: '2026-03-01T12:00:30.000Z', outcome: 'done', queue: 'orders', letterId: 'letter-1' },
      ...{ fingerprint: 'f', replays: 0 },
    })) as readonly OperatorAction[];
    const dossier = await readDossier(
      sourcesOf({ accepted: async () => accepted, actions: async () => actions }),
      order.orderId,
    );
    if (dossier === undefined) {
      throw new Error('the order was not found');
    }

    expect(String(ORDER_PARTS['order-why']?.(dossier, VIEW))).toMatch(where);
    const late = { ...dossier, actions: LATE };
    expect(String(ORDER_PARTS['order-why']?.(late, VIEW))).toContain('unless it was archived');
  });

  it.each([
    ['not followed when it is long over', '2026-03-01T12:01:00.000Z', undefined],
    ['followed for a moment when it has just ended', '2026-03-01T12:00:01.000Z', `/orders/${order.orderId}/stream`],
  ])('of a final one is %s', async (_, now, stream) => {
    const sources = sourcesOf({ order: async () => order });
    const dossier = await readDossier(sources, order.orderId);
    if (dossier === undefined) {
      throw new Error('the order was not found');
    }

    expect(orderPage(dossier, { ...VIEW, now: new Date(now) }).stream).toBe(stream);
  });
});
