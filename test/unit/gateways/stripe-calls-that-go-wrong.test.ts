import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import type { ApiKey } from '../../../lambdas/gateways/api-key';
import { createStripePaymentProvider } from '../../../lambdas/gateways/stripe-payment-provider';
import type { FaultKind } from '../../../localstack/simulator/fault-script';
import { KEY, type StripeBench, startStripe, total } from './stripe-bench';

let simulator: StripeBench['simulator'];
let provider: StripeBench['provider'];
let created: StripeBench['created'];
let impatient: StripeBench['impatient'];
let paid: StripeBench['paid'];

beforeAll(async () => {
  ({ simulator, provider, impatient, created, paid } = await startStripe());
});
afterAll(() => simulator.close());
beforeEach(() => simulator.heal());

describe('Stripe: calls that go wrong', () => {
  const operations: Record<string, (order: { orderId: string; intentId: string }) => Promise<unknown>> = {
    'create-intent': ({ orderId }) => impatient.createIntent({ orderId, total, paymentMethodId: 'pm_card_visa' }),
    'retrieve-intent': ({ intentId }) => impatient.retrieveIntent(intentId),
    'confirm-intent': ({ intentId }) => impatient.confirmIntent(intentId),
    'cancel-intent': ({ intentId }) => impatient.cancelIntent(intentId),
    'create-refund': ({ orderId, intentId }) => impatient.refundIntent({ orderId, intentId }),
  };
  const faults: readonly FaultKind[] = [
    'timeout-before',
    'timeout-after',
    'error-500-before',
    'error-500-after',
    'status-409',
    'status-429',
    'status-503',
    'malformed',
    'reset',
    'reset-after',
  ];

  it.each(Object.keys(operations).flatMap((operation) => faults.map((fault) => ({ operation, fault }))))(
    'rows 29, 30, 32: $operation with $fault is an unknown outcome',
    async ({ operation, fault }) => {
      const { orderId, intentId } =
        operation === 'create-refund' ? await paid() : { ...(await created()), intentId: (await created()).intent.id };
      await simulator.fail({ match: { operation }, fault });

      await expect(
        operations[operation]?.({ orderId: operation === 'create-intent' ? randomUUID() : orderId, intentId }),
      ).rejects.toMatchObject({
        name: 'OutcomeUnknownError',
      });
    },
  );

  it.each([
    { what: 'no id', alter: { id: null } },
    { what: 'another id', alter: { id: 'pi_of_somebody_else' } },
    { what: 'a status that does not exist', alter: { status: 'paid' } },
    { what: 'a status that was never asked for', alter: { status: 'requires_capture' } },
    { what: 'no amount', alter: { amount: null } },
  ])('row 32: an answer with $what is an unknown outcome', async ({ alter }) => {
    const { intent } = await created();
    await simulator.fail({ match: { operation: 'confirm-intent' }, fault: 'altered', alter });

    await expect(provider.confirmIntent(intent.id)).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
  });

  it.each([
    { operation: 'retrieve-intent', call: 'retrieveIntent' },
    { operation: 'cancel-intent', call: 'cancelIntent' },
  ] as const)('row 32: $call has an unknown outcome when another intent answers', async ({ operation, call }) => {
    const { intent } = await created();
    await simulator.fail({ match: { operation }, fault: 'altered', alter: { id: 'pi_of_somebody_else' } });

    await expect(provider[call](intent.id)).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
  });

  it('row 32: tells what was really taken, not what was asked for', async () => {
    const { intent } = await created();
    await simulator.fail({ match: { operation: 'confirm-intent' }, fault: 'altered', alter: { amount_received: 1 } });

    expect(await provider.confirmIntent(intent.id)).toMatchObject({ amount: { amountMinor: 1, currency: 'EUR' } });
  });

  it('row 32: a refund of another intent is an unknown outcome', async () => {
    const { orderId, intentId } = await paid();
    await simulator.fail({ match: { orderId }, fault: 'altered', alter: { payment_intent: 'pi_other' } });

    await expect(provider.refundIntent({ orderId, intentId })).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
  });

  it('an outage is an unknown outcome', async () => {
    await simulator.make('outage', { active: true });

    await expect(created()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });

    await simulator.make('outage', { active: false });
    await expect(created()).resolves.toBeDefined();
  });
});

describe('Stripe: the API key', () => {
  it('waits for the right one when it is refused, and asks for it anew', async () => {
    const keys = ['sk_live_revoked', KEY];
    const rotated: ApiKey = { read: async () => keys[0] ?? '', forget: () => void keys.shift() };
    const rotating = createStripePaymentProvider({ url: simulator.url, apiKey: rotated });
    const create = () => rotating.createIntent({ orderId: randomUUID(), total, paymentMethodId: 'pm_card_visa' });

    await expect(create()).rejects.toMatchObject({
      name: 'DependencyUnavailableError',
      message: 'the payment provider (it refuses our API key) is unavailable',
    });
    await expect(create()).resolves.toMatchObject({ kind: 'created' });
  });

  it('fails at cold start when there is none', () => {
    expect(() => createStripePaymentProvider({ url: undefined, apiKey: undefined })).toThrow('needs an API key');
  });
});

describe('Stripe: what errors may not tell', () => {
  it.each<FaultKind>(['timeout-after', 'error-500-after', 'status-429', 'malformed', 'reset'])(
    'a %s shows neither key, card nor client secret',
    async (fault) => {
      const { orderId, intent } = await created();
      await simulator.fail({ match: { orderId }, fault });

      const error: unknown = await impatient.confirmIntent(intent.id).catch((thrown: unknown) => thrown);

      const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error);
      expect(shown).toContain('OutcomeUnknownError');
      expect(shown).not.toMatch(/sk_test|pm_card|_secret|authorization/i);
    },
  );

  it('a refused request shows a code only', async () => {
    const error: unknown = await provider.retrieveIntent('pi_unknown').catch((thrown: unknown) => thrown);

    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/sk_test|pi_unknown/);
    expect(error).toMatchObject({ message: 'the payment provider refused retrieving the intent: resource_missing' });
  });
});
