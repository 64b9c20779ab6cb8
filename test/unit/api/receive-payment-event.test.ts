import '../../support/intake/quiet';
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import Stripe from 'stripe';
import { createReceivePaymentEvent } from '../../../lambdas/api/receive-payment-event';
import type { PaymentEvent } from '../../../lambdas/contracts/payment-event';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { LIMITS } from '../../../lambdas/domain/limits';
import { createSigningSecrets } from '../../../lambdas/gateways/signing-secrets';
import { createStripeSignedEvents, SIGNATURE_TOLERANCE_SECONDS } from '../../../lambdas/gateways/stripe-signed-events';
import { openHandler } from '../../../lambdas/runtime/api-handler';
import { type ApiCall, callApi } from '../../support/intake/api-call';
import { ManualClock } from '../../support/intake/manual-clock';

const SECRET = 'whsec_ours';
const orderId = '0b7f3f0c-8a52-5d4e-9f63-2a1c7d9e4b10';
const NOW = new Date('2026-11-23T18:00:00.000Z');
const atNow = NOW.getTime() / 1_000;

const intentEvent = (changes: object = {}, object: object = {}) => ({
  id: 'evt_1',
  object: 'event',
  created: atNow - 1,
  type: 'payment_intent.succeeded',
  livemode: false,
  data: { object: { id: 'pi_1', object: 'payment_intent', status: 'succeeded', metadata: { orderId }, ...object } },
  ...changes,
});
const refundEvent = (type: string, object: object = {}) =>
  intentEvent({ type }, { id: 're_1', object: 'refund', payment_intent: 'pi_1', metadata: {}, ...object });

function setUp({ secrets = SECRET, isQueueAway = false } = {}) {
  const clock = new ManualClock(NOW.toISOString());
  const sent: PaymentEvent[] = [];
  const receive = openHandler(
    'POST /webhooks/payment',
    createReceivePaymentEvent({
      signedEvents: createStripeSignedEvents({
        secrets: createSigningSecrets({ read: async () => secrets, forget: () => undefined }),
        clock,
      }),
      queue: {
        async send(event) {
          if (isQueueAway) {
            throw new DependencyUnavailableError('payment event queue');
          }
          sent.push(event);
        },
      },
    }),
  );
  const call = (rawBody: string, signature?: string, changes: ApiCall['changes'] = {}) =>
    callApi(receive, {
      path: '/webhooks/payment',
      subject: null,
      rawBody,
      headers: signature === undefined ? {} : { 'Stripe-Signature': signature },
      changes,
    });
  return {
    clock,
    sent,
    call,
    /** As Stripe sends it. */
    deliver: (event: unknown, { secret = SECRET, at = atNow } = {}) => {
      const payload = typeof event === 'string' ? event : JSON.stringify(event);
      return call(payload, sign(payload, secret, at));
    },
  };
}

/** By the SDK's own signer, so that the verifier does not only agree with itself. */
const sign = (payload: string, secret = SECRET, timestamp = atNow) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });

const REFUSED = { status: 400, body: { type: '/problems/invalid-signature', status: 400 } };
const TAKEN = { status: 200, body: { received: true } };

describe('POST /webhooks/payment', () => {
  it('takes a genuine event in, with its ids and nothing else', async () => {
    const { deliver, sent } = setUp();

    expect(await deliver(intentEvent())).toMatchObject(TAKEN);

    expect(sent).toEqual([
      {
        ...{ schemaVersion: 1, eventId: 'evt_1', type: 'payment_intent.succeeded', intentId: 'pi_1', orderId },
        occurredAt: '2026-11-23T17:59:59.000Z',
      },
    ]);
  });

  it.each(['refund.created', 'refund.updated', 'refund.failed'])('takes %s in, with its refund', async (type) => {
    const { deliver, sent } = setUp();

    expect(await deliver(refundEvent(type))).toMatchObject(TAKEN);

    expect(sent).toMatchObject([{ type, intentId: 'pi_1', refundId: 're_1' }]);
    expect(sent[0]).not.toHaveProperty('orderId');
  });

  it('takes the refund of a charge in by its intent', async () => {
    const { deliver, sent } = setUp();
    const charge = { id: 'ch_1', object: 'charge', payment_intent: 'pi_1', metadata: { orderId } };

    await deliver(intentEvent({ type: 'charge.refunded' }, charge));

    expect(sent).toMatchObject([{ type: 'charge.refunded', intentId: 'pi_1', orderId }]);
  });

  it.each([
    ['of another type', intentEvent({ type: 'customer.created' })],
    ['of an intent that is not ours', intentEvent({}, { metadata: {} })],
    ['of an intent whose order id is not ours', intentEvent({}, { metadata: { orderId: '4711' } })],
    ['of a refund without an intent', refundEvent('refund.failed', { payment_intent: null })],
  ])('acknowledges an event %s, and does nothing', async (_, event) => {
    const { deliver, sent } = setUp();

    expect(await deliver(event)).toMatchObject(TAKEN);

    expect(sent).toEqual([]);
  });

  it('takes an event whose body the gateway has encoded', async () => {
    const { call, sent } = setUp();
    const payload = JSON.stringify(intentEvent({}, { description: 'Tee für Zoë 🍵' }));
    const encoded = Buffer.from(payload).toString('base64');

    expect(await call(encoded, sign(payload), { isBase64Encoded: true })).toMatchObject(TAKEN);

    expect(sent).toHaveLength(1);
  });

  it('takes what either secret has signed while one is rotated, and what both have', async () => {
    const { call, deliver, sent } = setUp({ secrets: ' whsec_old\nwhsec_new\n' });
    const payload = JSON.stringify(intentEvent());
    const [time, old] = sign(payload, 'whsec_old').split(',');
    const [, fresh] = sign(payload, 'whsec_new').split(',');

    expect(await deliver(payload, { secret: 'whsec_old' })).toMatchObject(TAKEN);
    expect(await deliver(payload, { secret: 'whsec_new' })).toMatchObject(TAKEN);
    expect(await call(payload, `${time},${old},${fresh}`)).toMatchObject(TAKEN);
    expect(await deliver(payload, { secret: 'whsec_retired' })).toMatchObject(REFUSED);
    expect(sent).toHaveLength(3);
  });

  it('row 34: takes an event that was sent again, however often: whoever handles it looks how things stand', async () => {
    const { deliver, sent } = setUp();

    await deliver(intentEvent());
    await deliver(intentEvent());

    expect(sent[1]).toEqual(sent[0]);
  });

  it('fails, to be sent again, while the queue is away', async () => {
    const { deliver } = setUp({ isQueueAway: true });

    expect(await deliver(intentEvent())).toMatchObject({
      status: 503,
      body: { type: '/problems/temporarily-unavailable' },
    });
  });

  it.each([
    ['no event', '{}'],
    ['no object', JSON.stringify(intentEvent({ data: {} }))],
    ['an id of another kind', JSON.stringify(intentEvent({}, { id: 'ch_1' }))],
  ])('fails, to be sent again and not lost, on a genuine event with %s', async (_, payload) => {
    const { deliver, sent } = setUp();

    expect(await deliver(payload)).toMatchObject({ status: 500, body: { type: '/problems/internal-error' } });

    expect(sent).toEqual([]);
  });

  describe('row 34: fails on a forged event', () => {
    const payload = JSON.stringify(intentEvent());
    const genuine = sign(payload);
    const [, signature = ''] = genuine.split(',v1=');

    it.each<[string, string, string | undefined]>([
      ['without a signature', payload, undefined],
      ['with an empty signature', payload, ''],
      ['signed with another secret', payload, sign(payload, 'whsec_theirs')],
      ['signed with no secret at all', payload, `t=${atNow},v1=${createHmac('sha256', '').update('').digest('hex')}`],
      ['whose body was changed', payload.replace('pi_1', 'pi_2'), genuine],
      ['whose body was written anew', JSON.stringify(JSON.parse(payload), null, 2), genuine],
      ['whose time was changed', payload, genuine.replace(`t=${atNow}`, `t=${atNow + 1}`)],
      ['without a time', payload, `v1=${signature}`],
      ['of another scheme', payload, `t=${atNow},v0=${signature}`],
      ['whose signature is cut off', payload, genuine.slice(0, -1)],
      ['whose signature is empty', payload, `t=${atNow},v1=`],
      ['whose signature has no value', payload, `t=${atNow},v1`],
      ['without a body', '', sign('')],
    ])('%s', async (_, body, header) => {
      const { call, sent } = setUp();

      expect(await call(body, header)).toMatchObject(REFUSED);

      expect(sent).toEqual([]);
    });

    it('with two signature headers', async () => {
      const { call, sent } = setUp();

      const answer = await call(payload, undefined, {
        multiValueHeaders: { 'Stripe-Signature': [genuine, 't=1,v1=2'] },
      });

      expect(answer).toMatchObject(REFUSED);
      expect(sent).toEqual([]);
    });

    it('with any header and body, and says nothing of either', async () => {
      const { call, sent } = setUp();

      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.string(),
            fc.string().map((text) => `t=${atNow},v1=${text}`),
          ),
          fc.oneof(fc.constant(payload), fc.json()),
          async (header, body) => {
            const answer = await call(body, header);

            expect(answer).toMatchObject(REFUSED);
            expect(answer.text).not.toContain(SECRET);
            expect(answer.text).not.toContain('whsec');
          },
        ),
      );
      expect(sent).toEqual([]);
    });
  });

  it('row 34: fails on a genuine event that somebody sends again later', async () => {
    const { deliver, clock, sent } = setUp();

    expect(await deliver(intentEvent(), { at: atNow - SIGNATURE_TOLERANCE_SECONDS })).toMatchObject(TAKEN);
    expect(await deliver(intentEvent(), { at: atNow - SIGNATURE_TOLERANCE_SECONDS - 1 })).toMatchObject(REFUSED);
    clock.advance((SIGNATURE_TOLERANCE_SECONDS + 1) * 1_000);
    expect(await deliver(intentEvent())).toMatchObject(REFUSED);
    expect(sent).toHaveLength(1);
  });

  it('fails on a body that is larger than an event may be, before it looks at the signature', async () => {
    const { deliver } = setUp();

    expect(await deliver('x'.repeat(LIMITS.paymentEventBytes + 1))).toMatchObject({ status: 413 });
    expect(await deliver('x'.repeat(LIMITS.paymentEventBytes), { secret: 'whsec_theirs' })).toMatchObject(REFUSED);
  });

  it('fails at cold start, not at the first event, without a secret', () => {
    expect(() => createSigningSecrets(undefined)).toThrow('cannot be verified without a secret');
  });

  it('fails on every event while the secret holds none', async () => {
    const { deliver } = setUp({ secrets: ' \n' });

    expect(await deliver(intentEvent(), { secret: SECRET })).toMatchObject(REFUSED);
  });
});
