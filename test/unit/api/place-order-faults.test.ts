import '../../support/intake/quiet';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { createEnqueueForgottenOrders } from '../../../lambdas/operations/enqueue-forgotten-orders';
import { breakOnce } from '../../support/intake/break-once';
import { createShopFloor } from '../../support/intake/shop-floor';

type Shop = ReturnType<typeof createShopFloor>;

const away = new DependencyUnavailableError('a table');

/** Three minutes later the sweeper comes by. */
async function sweep({ intake, queue, clock, signals }: Shop): Promise<void> {
  clock.advance(3 * 60_000);
  await createEnqueueForgottenOrders({ intake, queue, clock, signals, delayScale: 1 })();
}

describe('POST /orders when something breaks', () => {
  it('row 42: fails closed when the idempotency table is away, before anything has happened', async () => {
    const shop = createShopFloor();
    const idempotency = breakOnce(shop.idempotency, 'saveInProgress', { when: 'before' });

    const answer = await shop.place({}, shop.functionOver({ idempotency }));

    expect([answer.status, answer.body.type]).toEqual([503, '/problems/temporarily-unavailable']);
    expect(answer.headers['retry-after']).toBe('5');
    expect([shop.intake.all(), shop.queue.sent]).toEqual([[], []]);
  });

  it.each(['before', 'after'] as const)(
    'row 42: answers what happened when the idempotency table goes away %s the outcome was stored',
    async (when) => {
      const shop = createShopFloor();
      const idempotency = breakOnce(shop.idempotency, 'saveSuccess', { when });

      const answer = await shop.place({}, shop.functionOver({ idempotency }));

      expect(answer.status).toBe(202);
      expect(shop.queue.orderIds).toEqual([answer.body.orderId]);
    },
  );

  it('row 42: repeats nothing when a call died in progress and its record has been let go', async () => {
    const shop = createShopFloor();
    const idempotency = breakOnce(shop.idempotency, 'saveSuccess', { when: 'before' });
    const first = await shop.place({}, shop.functionOver({ idempotency }));
    for (const record of shop.idempotency.records.values()) {
      Object.assign(record, { inProgressExpiryTimestamp: Date.now() - 1 });
    }

    const second = await shop.place();

    expect([second.status, second.body]).toEqual([202, first.body]);
    expect(shop.queue.sent).toHaveLength(1);
  });

  it('answers 503 when the order could not be put on record, and lets the same request try again', async () => {
    const shop = createShopFloor();
    const intake = breakOnce(shop.intake, 'putIfNew', { when: 'before', error: away });

    const first = await shop.place({}, shop.functionOver({ intake }));
    const second = await shop.place();

    expect([first.status, first.headers['retry-after'], second.status]).toEqual([503, '5', 202]);
    expect(shop.queue.sent).toHaveLength(1);
  });

  it('hides what an unexpected error says', async () => {
    const shop = createShopFloor();
    const intake = breakOnce(shop.intake, 'putIfNew', {
      when: 'before',
      error: new Error('secret at 12 St James Square'),
    });

    const answer = await shop.place({}, shop.functionOver({ intake }));

    expect(answer.status).toBe(500);
    expect(answer.body).toEqual({
      type: '/problems/internal-error',
      title: 'Something went wrong on our side',
      status: 500,
      instance: expect.stringMatching(/^urn:uuid:/),
    });
  });

  it.each<[string, (shop: Shop) => Parameters<Shop['functionOver']>[0]]>([
    ['before the record is written', ({ intake }) => ({ intake: breakOnce(intake, 'putIfNew', { when: 'before' }) })],
    ['after the record is written', ({ intake }) => ({ intake: breakOnce(intake, 'putIfNew', { when: 'after' }) })],
    ['before the message is sent', ({ queue }) => ({ queue: breakOnce(queue, 'send', { when: 'before' }) })],
    ['after the message is sent', ({ queue }) => ({ queue: breakOnce(queue, 'send', { when: 'after' }) })],
    ['before the mark is set', ({ intake }) => ({ intake: breakOnce(intake, 'markEnqueued', { when: 'before' }) })],
    ['after the mark is set', ({ intake }) => ({ intake: breakOnce(intake, 'markEnqueued', { when: 'after' }) })],
  ])(
    'never loses an accepted order when it breaks %s, and a message too many is for the same order',
    async (_, breaking) => {
      const shop = createShopFloor();

      const answer = await shop.place({}, shop.functionOver(breaking(shop)));
      await sweep(shop);
      await sweep(shop);

      const onRecord = shop.intake.all().map(({ orderId }) => orderId);
      expect([...new Set(shop.queue.orderIds)]).toEqual(onRecord);
      expect(answer.status === 202).toBe(answer.body.orderId !== undefined);
      expect(answer.status !== 202 || onRecord.includes(answer.body.orderId)).toBe(true);
      expect(shop.queue.sent.length).toBeLessThanOrEqual(2);
    },
  );

  it('accepts orders while the queue is away: the sweeper sends them later', async () => {
    const shop = createShopFloor();
    const queue = breakOnce(shop.queue, 'send', {
      when: 'before',
      error: new DependencyUnavailableError('order queue'),
    });

    const answer = await shop.place({}, shop.functionOver({ queue }));

    expect(answer.status).toBe(202);
    expect([shop.queue.sent, shop.signals.total('OrderNotEnqueued')]).toEqual([[], 1]);
    await sweep(shop);
    expect(shop.queue.orderIds).toEqual([answer.body.orderId]);
  });
});
