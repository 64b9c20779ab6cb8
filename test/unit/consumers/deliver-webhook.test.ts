import '../../support/intake/quiet';
import { Webhook } from 'standardwebhooks';
import { CLAIM_LEASE_MS } from '../../../lambdas/consumers/deliver-webhook';
import { PoisonMessageError } from '../../../lambdas/runtime/poison-message';
import { SECRET, webhookBench } from '../../support/outward/webhook-bench';
import { webhookDelivery, webhookEndpoint } from '../../support/outward/webhook-mother';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const answered = (status: number) => ({ kind: 'answered', status }) as const;

/** Receivers have the system's clock: the bench's is set to it. */
const now = new Date();

describe('A webhook', () => {
  it('is signed so that the library of the specification verifies it, and written down', async () => {
    const { take, merchant, deliveries, clock } = webhookBench();
    clock.advance(now.getTime() - clock.now().getTime());

    await take(webhookDelivery());

    const [request] = merchant.received;
    expect(request?.url).toBe(webhookEndpoint().url);
    expect(new Webhook(SECRET).verify(request?.body ?? '', { ...request?.headers })).toMatchObject({
      type: 'OrderConfirmed',
    });
    expect(deliveries.all).toMatchObject([
      { kind: 'webhook', outcome: 'delivered', status: 200, attempt: 1, target: webhookEndpoint().endpointId },
    ]);
  });

  it.each([
    ['forged', (request: { body: string }) => ({ ...request, body: request.body.replace('Confirmed', 'Rejected') })],
    [
      'under another id',
      (request: { headers: object }) => ({ ...request, headers: { ...request.headers, 'webhook-id': 'x' } }),
    ],
    [
      'made fresh by hand',
      (request: { headers: Record<string, string> }) => ({
        ...request,
        headers: { ...request.headers, 'webhook-timestamp': String(Number(request.headers['webhook-timestamp']) + 1) },
      }),
    ],
  ])('fails to verify when it is %s', async (_, change) => {
    const { take, merchant, clock } = webhookBench();
    clock.advance(now.getTime() - clock.now().getTime());
    await take(webhookDelivery());

    const forged = change({ body: '', headers: {}, ...merchant.received[0] } as never) as unknown as {
      body: string;
      headers: Record<string, string>;
    };

    expect(() => new Webhook(SECRET).verify(forged.body, forged.headers)).toThrow('No matching signature');
  });

  it('fails to verify when it is recorded and played again after five minutes', async () => {
    const { take, merchant, clock } = webhookBench();
    clock.advance(now.getTime() - 6 * 60_000 - clock.now().getTime());
    await take(webhookDelivery());

    const { body = '', headers = {} } = merchant.received[0] ?? {};

    expect(() => new Webhook(SECRET).verify(body, { ...headers })).toThrow('too old');
  });

  it('verifies with the old secret and with the new one while they are rotated, and with no other', async () => {
    const fresh = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const other = `whsec_${Buffer.alloc(32, 11).toString('base64')}`;
    const { take, merchant, clock, world } = webhookBench();
    clock.advance(now.getTime() - clock.now().getTime());
    world.secrets = [fresh, SECRET];

    await take(webhookDelivery());

    const { body = '', headers = {} } = merchant.received[0] ?? {};
    expect(new Webhook(SECRET).verify(body, { ...headers })).toBeTruthy();
    expect(new Webhook(fresh).verify(body, { ...headers })).toBeTruthy();
    expect(() => new Webhook(other).verify(body, { ...headers })).toThrow('No matching signature');
  });

  it('row 11: is sent once, however many copies of its message arrive', async () => {
    const { take, merchant, deliveries } = webhookBench();

    for (let copy = 0; copy < 5; copy += 1) {
      await take(webhookDelivery());
    }

    expect(merchant.received).toHaveLength(1);
    expect(deliveries.all).toHaveLength(1);
  });

  it('is tried again over more than a day with the same id and body, signed anew, and then given up', async () => {
    const { take, untilQuiet, merchant, deliveries, clock } = webhookBench();
    merchant.answer = answered(400);
    const begun = clock.now().getTime();

    await take(webhookDelivery());
    await untilQuiet();

    const hours = (clock.now().getTime() - begun) / HOUR_MS;
    expect(hours).toBeGreaterThan(24);
    expect(hours).toBeLessThan(36);
    expect(deliveries.all.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(deliveries.all.map(({ outcome }) => outcome)).toEqual([...Array(7).fill('failed'), 'given up']);
    expect(deliveries.all.at(-1)).toMatchObject({ reason: 'it answered with status 400', status: 400 });
    expect(new Set(merchant.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(merchant.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(merchant.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(8);
  });

  it('arrives when the endpoint has recovered, which is not failing then', async () => {
    const { take, untilQuiet, merchant, deliveries, endpoints } = webhookBench();
    merchant.answer = answered(503);
    await take(webhookDelivery());
    expect((await endpoints.list())[0]?.state).toMatchObject({ status: 'enabled', failingSince: expect.any(String) });

    merchant.answer = answered(200);
    await untilQuiet();

    expect(deliveries.all.map(({ outcome }) => outcome)).toEqual(['failed', 'delivered']);
    expect((await endpoints.list())[0]?.state).toEqual({ status: 'enabled' });
  });

  it('costs a healthy endpoint no write', async () => {
    const { take, endpoints } = webhookBench();

    await take(webhookDelivery());

    expect(endpoints.writes).toBe(0);
  });

  it.each([
    ['a redirect', answered(302), 'it answered with a redirect, which is not followed'],
    [
      'an address inside',
      { kind: 'refused', reason: 'leads to an address that is not on the internet' } as const,
      'leads to an address that is not on the internet',
    ],
    ['no answer', { kind: 'unanswered', reason: 'no answer in time' } as const, 'no answer in time'],
  ])('fails for %s, and says so', async (_, answer, reason) => {
    const { take, merchant, deliveries } = webhookBench();
    merchant.answer = answer;

    await take(webhookDelivery());

    expect(deliveries.all).toMatchObject([{ outcome: 'failed', reason, nextAttemptAt: expect.any(String) }]);
  });

  it('is not sent to an endpoint that was disabled or removed since', async () => {
    const disabled = webhookEndpoint({
      url: 'https://off.example.com/',
      state: { status: 'disabled', since: '2026-03-01T00:00:00.000Z', because: 'an operator said so', announced: true },
    });
    const { take, merchant, deliveries } = webhookBench(disabled);

    await take(webhookDelivery({ endpointId: disabled.endpointId }));
    await take(webhookDelivery());

    expect(merchant.received).toEqual([]);
    expect(deliveries.all.map(({ outcome, reason }) => `${outcome}: ${reason}`)).toEqual([
      'skipped: the endpoint is disabled',
      'skipped: the endpoint was removed',
    ]);
  });

  it.each(['{}', 'no JSON', JSON.stringify({ ...webhookDelivery(), attempt: 0 })])(
    'fails as poison for %s',
    async (body) => {
      const consume = webhookBench().consumerOver();

      await expect(consume({ body, traceHeader: undefined, remainingTimeMs: () => 1 })).rejects.toBeInstanceOf(
        PoisonMessageError,
      );
    },
  );
});

describe('An endpoint', () => {
  const deliveryNumber = (n: number) => webhookDelivery({ eventId: `event-${n}` });

  it('that is down is left alone after five failures, while another one gets its own', async () => {
    const [down, up] = [webhookEndpoint(), webhookEndpoint({ url: 'https://other.example.com/' })];
    const { take, merchant, deliveries } = webhookBench(down, up);
    merchant.answer = answered(500);
    for (let n = 0; n < 20; n += 1) {
      await take(deliveryNumber(n));
    }

    merchant.answer = answered(200);
    await take(webhookDelivery({ endpointId: up.endpointId }));

    expect(merchant.received.filter(({ url }) => url === down.url)).toHaveLength(5);
    expect(deliveries.all.filter(({ reason }) => reason === 'its circuit is open')).toHaveLength(15);
    expect(deliveries.all.at(-1)).toMatchObject({ target: up.endpointId, outcome: 'delivered' });
  });

  it('that refuses some requests is not taken for one that is down', async () => {
    const { take, merchant } = webhookBench();
    merchant.answer = answered(422);

    for (let n = 0; n < 20; n += 1) {
      await take(deliveryNumber(n));
    }

    expect(merchant.received).toHaveLength(20);
  });

  it('that is down gets everything when it is back, within its schedule', async () => {
    const { take, untilQuiet, merchant, deliveries } = webhookBench();
    merchant.answer = answered(500);
    for (let n = 0; n < 20; n += 1) {
      await take(deliveryNumber(n));
    }

    merchant.answer = answered(200);
    await untilQuiet();

    const delivered = deliveries.all.filter(({ outcome }) => outcome === 'delivered');
    expect(new Set(delivered.map(({ eventId }) => eventId)).size).toBe(20);
    expect(delivered).toHaveLength(20);
  });

  it('is disabled after five days of failures, once, with an event, a signal and a line in the log', async () => {
    const { take, untilQuiet, merchant, endpoints, announced, signals, clock, deliveries } = webhookBench();
    merchant.answer = answered(500);
    for (let day = 0; day < 7; day += 1) {
      await take(deliveryNumber(day));
      await untilQuiet();
    }

    const [endpoint] = await endpoints.list();
    expect(endpoint?.state).toMatchObject({ status: 'disabled', because: 'it failed for days', announced: true });
    expect(announced).toEqual([
      { endpointId: endpoint?.endpointId, because: 'it failed for days', since: expect.any(String) },
    ]);
    const since = Date.parse(announced[0]?.since ?? '');
    expect(since - Date.parse('2026-03-01T12:00:00.000Z')).toBeGreaterThanOrEqual(5 * DAY_MS);
    expect(since).toBeLessThanOrEqual(clock.now().getTime());
    expect(signals.total('WebhookEndpointDisabled')).toBe(1);
    expect(deliveries.all.at(-1)).toMatchObject({ outcome: 'skipped', reason: 'the endpoint is disabled' });
  });

  it('is not disabled for failures that a success lies between', async () => {
    const { take, untilQuiet, merchant, endpoints } = webhookBench();
    for (let day = 0; day < 8; day += 1) {
      merchant.answer = answered(day % 3 === 2 ? 200 : 500);
      await take(deliveryNumber(day));
      await untilQuiet();
    }

    expect((await endpoints.list())[0]?.state.status).toBe('enabled');
  });

  it('that says it is gone is disabled at once', async () => {
    const { take, merchant, endpoints, announced, deliveries } = webhookBench();
    merchant.answer = answered(410);

    await take(webhookDelivery());

    expect((await endpoints.list())[0]?.state).toMatchObject({ because: 'it said that it is gone' });
    expect(announced).toHaveLength(1);
    expect(deliveries.all).toMatchObject([{ outcome: 'given up', status: 410 }]);
  });

  it('is announced by the next who comes by when whoever disabled it died before', async () => {
    const { take, consumerOver, merchant, announced } = webhookBench();
    merchant.answer = answered(410);
    const dying = consumerOver({ announcements: { disabled: () => Promise.reject(new Error('killed')) } });

    await expect(take(webhookDelivery(), dying)).rejects.toThrow('killed');
    expect(announced).toEqual([]);
    await take(deliveryNumber(1));
    await take(deliveryNumber(2));

    expect(announced).toHaveLength(1);
  });
});

describe('A delivery whose attempt could not be made', () => {
  it.each(['endpoints', 'the attempt'] as const)(
    'row 42: is tried again by the next message, without waiting for a claim, when %s fails',
    async (what) => {
      const { take, consumerOver, merchant, endpoints } = webhookBench();
      const away = () => Promise.reject(new Error(`${what} failed`));
      const failing = consumerOver(
        what === 'endpoints'
          ? { endpoints: Object.assign(Object.create(endpoints), { find: away }) }
          : { merchant: Object.assign(Object.create(merchant), { send: away }) },
      );
      await expect(take(webhookDelivery(), failing)).rejects.toThrow('failed');

      await take(webhookDelivery());

      expect(merchant.received).toHaveLength(1);
    },
  );
});

describe('A delivery whose attempt could not be recorded', () => {
  it.each([
    ['the endpoint', 'endpoints', 'failed'],
    ['the queue', 'queue', 'send'],
    ['its progress', 'progress', 'settle'],
  ] as const)(
    'is made again by the same message, whose receives are few, when %s cannot be written',
    async (_, port, method) => {
      const { world, take, merchant, queue } = webhookBench();
      merchant.answer = answered(500);
      Object.assign(world[port], { [method]: () => Promise.reject(new Error('away')) });

      for (const receive of [1, 2, 3]) {
        await expect(take(webhookDelivery())).rejects.toThrow('away');
        expect(merchant.received).toHaveLength(receive);
      }
      expect(queue.waiting.filter(({ delivery }) => delivery.attempt === 1)).toEqual([]);
    },
  );
});

/** Nobody releases the claim of a function that is killed. */
const killedBeforeItSettles = <Progress extends object>(progress: Progress): Progress => {
  const killed = () => Promise.reject(new Error('killed'));
  return Object.assign(Object.create(progress), { settle: killed, release: killed });
};

describe('A delivery whose function dies', () => {
  it('row 14: is made again when its claim has run out, and until then by nobody', async () => {
    const { take, consumerOver, merchant, clock, progress } = webhookBench();
    const dying = consumerOver({
      progress: killedBeforeItSettles(progress),
    });
    await expect(take(webhookDelivery(), dying)).rejects.toThrow('killed');

    await take(webhookDelivery());
    expect(merchant.received).toHaveLength(1);
    clock.advance(CLAIM_LEASE_MS);
    await take(webhookDelivery());
    await take(webhookDelivery());

    expect(merchant.received).toHaveLength(2);
  });

  it('is not made twice as often from then on when it died after it had put the next attempt into the queue', async () => {
    const { take, consumerOver, untilQuiet, merchant, clock, progress, queue } = webhookBench();
    merchant.answer = answered(500);
    const dying = consumerOver({
      progress: killedBeforeItSettles(progress),
    });
    await expect(take(webhookDelivery(), dying)).rejects.toThrow('killed');
    clock.advance(CLAIM_LEASE_MS);

    await take(webhookDelivery());
    expect(queue.waiting).toHaveLength(2);
    await untilQuiet();

    expect(merchant.received).toHaveLength(9);
  });
});

describe('A copy of a delivery that finds another one being worked on', () => {
  it.each([
    ['in AWS', 1, 1],
    ['in a local run, whose few receives are over in seconds', 0.02, CLAIM_LEASE_MS / 2_000],
  ])(
    'comes back as a new message until the claim has run out, and uses none of its receives up: %s',
    async (_, delayScale, most) => {
      const { take, consumerOver, merchant, progress, queue, clock } = webhookBench();
      await progress.claim(webhookDelivery(), clock.now(), CLAIM_LEASE_MS);
      const claimedAt = clock.now().getTime();
      const consume = consumerOver({ delayScale });

      await take(webhookDelivery(), consume);
      for (let rounds = 1; queue.waiting.length > 0; rounds += 1) {
        expect(rounds).toBeLessThanOrEqual(most);
        expect(merchant.received).toEqual([]);
        for (const copy of queue.takeNext()) {
          await take(copy, consume);
        }
      }

      expect(merchant.received).toHaveLength(1);
      expect(clock.now().getTime() - claimedAt).toBeGreaterThanOrEqual(CLAIM_LEASE_MS);
      expect(clock.now().getTime() - claimedAt).toBeLessThan(2 * CLAIM_LEASE_MS);
    },
  );

  it('fails, and so comes back by itself, when it cannot be put into the queue', async () => {
    const { take, consumerOver, progress, clock } = webhookBench();
    await progress.claim(webhookDelivery(), clock.now(), CLAIM_LEASE_MS);
    const consume = consumerOver({ queue: { send: () => Promise.reject(new Error('the queue is away')) } as never });

    await expect(take(webhookDelivery(), consume)).rejects.toThrow('the queue is away');
  });
});
