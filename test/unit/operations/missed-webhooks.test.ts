import '../../support/intake/quiet';
import { createFanOutWebhooks, ENDPOINTS_LIFE_MS } from '../../../lambdas/consumers/fan-out-webhooks';
import { createFindLostDeliveries } from '../../../lambdas/operations/webhooks/find-lost-deliveries';
import { createReplayDeliveries } from '../../../lambdas/operations/webhooks/replay-deliveries';
import { switchedByOperator } from '../../../lambdas/operations/webhooks/switched-by-operator';
import { orderConfirmed } from '../../support/outward/order-event-mother';
import { webhookBench } from '../../support/outward/webhook-bench';
import { webhookDelivery, webhookEndpoint } from '../../support/outward/webhook-mother';

const DAY_MS = 24 * 60 * 60 * 1_000;
const answered = (status: number) => ({ kind: 'answered', status }) as const;
const event = (n: number) => orderConfirmed({ eventId: `0c4f6a52-6a0e-4a53-9d1c-${String(n).padStart(12, '0')}` });

function setUp() {
  const bench = webhookBench();
  const { endpoints, queue, clock, deliveries, progress, untilQuiet } = bench;
  const { endpointId } = webhookEndpoint();
  const fanOut = createFanOutWebhooks({ endpoints, queue, health: { announce: async () => {} }, clock, delayScale: 1 });
  const findLost = createFindLostDeliveries({ log: deliveries });
  const replay = createReplayDeliveries({ replays: progress, queue, clock });

  return {
    ...bench,
    endpointId,
    /** Longer after what was before than the fan-out believes to know the endpoints. */
    async tell(n: number): Promise<void> {
      clock.advance(ENDPOINTS_LIFE_MS);
      await fanOut({ body: JSON.stringify(event(n)), traceHeader: undefined, remainingTimeMs: () => 1_000 });
    },
    async turn(enabled: boolean): Promise<void> {
      const [endpoint = webhookEndpoint()] = await endpoints.list();
      await endpoints.change(endpointId, { state: switchedByOperator(endpoint, enabled, clock.now()) });
    },
    async replayLost(since: Date) {
      const result = await replay(await findLost(endpointId, since));
      await untilQuiet();
      return result;
    },
  };
}
type World = ReturnType<typeof setUp>;

const WAYS: readonly (readonly [string, (world: World) => Promise<void>])[] = [
  ['an operator', ({ turn }) => turn(false)],
  [
    'a 410',
    async ({ take, merchant }) => {
      merchant.answer = answered(410);
      await take(webhookDelivery({ eventId: 'the-one-that-was-told' }));
    },
  ],
  [
    'days of failures',
    async ({ take, untilQuiet, merchant, endpoints }) => {
      merchant.answer = answered(500);
      for (let n = 0; (await endpoints.list())[0]?.state.status === 'enabled'; n += 1) {
        await take(webhookDelivery({ eventId: `failing-${n}` }));
        await untilQuiet();
      }
    },
  ],
];

describe('What happens while a webhook endpoint is disabled', () => {
  it.each(WAYS)('by %s is on record as skipped, and arrives once it is enabled and replayed', async (_, disable) => {
    const world = setUp();
    const { tell, turn, replayLost, untilQuiet, clock, merchant, deliveries } = world;
    await disable(world);
    clock.advance(1); // after the delivery by which it was disabled, which is lost as well
    const disabledAt = clock.now();
    merchant.received.length = 0;
    merchant.answer = answered(200);

    for (let n = 1; n <= 3; n += 1) {
      await tell(n);
      await untilQuiet();
    }
    expect(merchant.received).toEqual([]);
    expect(deliveries.all.slice(-3)).toMatchObject(
      [1, 2, 3].map((n) => ({ eventId: event(n).eventId, outcome: 'skipped', reason: 'the endpoint is disabled' })),
    );

    await turn(true);
    clock.advance(2 * DAY_MS);
    expect(await replayLost(disabledAt)).toMatchObject({ replayed: { length: 3 }, unknown: [] });

    const told = merchant.received.map(({ headers, body }) => [headers['webhook-id'], JSON.parse(body).data]);
    expect(told.sort()).toEqual([1, 2, 3].map((n) => [event(n).eventId, event(n)]));
    expect(await replayLost(disabledAt)).toEqual({ replayed: [], unknown: [] });
    expect(merchant.received).toHaveLength(3);
  });

  it('is skipped once more when it is replayed before the endpoint is enabled, and can be replayed after', async () => {
    const { tell, turn, replayLost, untilQuiet, clock, merchant } = setUp();
    const start = clock.now();
    await turn(false);
    await tell(1);
    await untilQuiet();

    await replayLost(start);
    expect(merchant.received).toEqual([]);
    await turn(true);
    await replayLost(start);

    expect(merchant.received).toHaveLength(1);
  });

  it('is told at once by an event after it was enabled, whatever the fan-out still believes', async () => {
    const { tell, turn, untilQuiet, merchant } = setUp();
    await turn(false);
    await tell(1);
    await turn(true); // before the next look at the endpoints
    await untilQuiet();

    expect(merchant.received).toHaveLength(1);
  });

  it('is nothing to an endpoint that was removed', async () => {
    const { tell, untilQuiet, endpoints, endpointId, queue, merchant, deliveries } = setUp();
    await endpoints.remove(endpointId);

    await tell(1);

    expect(queue.waiting).toEqual([]);
    await untilQuiet();
    expect(merchant.received).toEqual([]);
    expect(deliveries.all).toEqual([]);
  });

  it('row 14: is on record even when its function dies between the two writes', async () => {
    const { tell, turn, consumerOver, take, queue, progress, deliveries } = setUp();
    await turn(false);
    await tell(1);
    const [delivery = webhookDelivery()] = queue.takeNext();
    const dying = consumerOver({
      progress: Object.assign(Object.create(progress), { settle: () => Promise.reject(new Error('killed')) }),
    });

    await expect(take(delivery, dying)).rejects.toThrow('killed');

    expect(deliveries.all).toMatchObject([{ outcome: 'skipped' }]);
  });
});
