import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import type { ApiKey } from '../../../lambdas/gateways/api-key';
import { CALL_TIMEOUT_MS, type CallTimeouts } from '../../../lambdas/gateways/call-timeouts';
import { createStripePaymentProvider } from '../../../lambdas/gateways/stripe-payment-provider';
import type { PaymentIntent, PaymentProvider } from '../../../lambdas/ports/payment-provider';
import type { PaymentLedger } from '../../../localstack/payment-simulator/payment-ledger';
import type { FaultKind } from '../../../localstack/simulator/fault-script';
import { moneyOf, type SimulatorUnderTest, startPaymentSimulator } from '../../support/simulators/simulators';

const total = { amountMinor: 1250, currency: 'EUR' };
const KEY = 'sk_test_a_key_that_must_never_be_seen';
const fixedKey: ApiKey = { read: async () => KEY, forget: () => undefined };
const SHORT = Object.fromEntries(Object.keys(CALL_TIMEOUT_MS).map((call) => [call, 150])) as unknown as CallTimeouts;

let simulator: SimulatorUnderTest<PaymentLedger>;
let provider: PaymentProvider;

beforeAll(async () => {
  simulator = await startPaymentSimulator();
  provider = createStripePaymentProvider({ url: simulator.url, apiKey: fixedKey, timeoutsMs: SHORT });
});
afterAll(() => simulator.close());
beforeEach(() => fetch(`${simulator.url}/_simulator/faults`, { method: 'DELETE' }));

async function created(paymentMethodId = 'pm_card_visa'): Promise<{ orderId: string; intent: PaymentIntent }> {
  const orderId = randomUUID();
  const outcome = await provider.createIntent({ orderId, total, paymentMethodId });
  if (outcome.kind !== 'created') {
    throw new Error(`expected an intent, got ${outcome.kind}`);
  }
  return { orderId, intent: outcome.intent };
}

async function paid(paymentMethodId = 'pm_card_visa'): Promise<{ orderId: string; intentId: string }> {
  const { orderId, intent } = await created(paymentMethodId);
  await provider.confirmIntent(intent.id);
  return { orderId, intentId: intent.id };
}

const captured = { capturedMinor: 1250, captures: 1, refundedMinor: 0, refunds: 0 };
const untouched = { capturedMinor: 0, captures: 0, refundedMinor: 0, refunds: 0 };
const givenBack = { capturedMinor: 1250, captures: 1, refundedMinor: 1250, refunds: 1 };

describe('Stripe: creating an intent', () => {
  it('charges nothing', async () => {
    const { orderId, intent } = await created();

    expect(intent).toEqual({ id: expect.stringMatching(/^pi_/), status: 'unconfirmed', amount: total });
    expect(await moneyOf(simulator, orderId)).toEqual(untouched);
  });

  it('answers a repetition with the same intent', async () => {
    const { orderId, intent } = await created();

    const again = await provider.createIntent({ orderId, total, paymentMethodId: 'pm_card_visa' });

    expect(again).toEqual({ kind: 'created', intent });
  });

  it.each([
    { what: 'a payment method that Stripe does not know', paymentMethodId: 'pm_nobody', code: 'resource_missing' },
    { what: 'an amount that is too small', amountMinor: 1, code: 'amount_too_small' },
  ])(
    'row 28: answers that it is refused for $what',
    async ({ paymentMethodId = 'pm_card_visa', amountMinor, code }) => {
      const outcome = await provider.createIntent({
        orderId: randomUUID(),
        total: { ...total, amountMinor: amountMinor ?? total.amountMinor },
        paymentMethodId,
      });

      expect(outcome).toEqual({ kind: 'refused', declineCode: code });
    },
  );

  it('fails for good, with nothing but a code, when the same order comes with another amount', async () => {
    const { orderId } = await created();

    await expect(
      provider.createIntent({ orderId, total: { ...total, amountMinor: 999 }, paymentMethodId: 'pm_card_visa' }),
    ).rejects.toThrow('the payment provider refused creating the intent: StripeIdempotencyError');
  });

  it('row 31: fails as unknown, each time, while Stripe replays a stored 500', async () => {
    const orderId = randomUUID();
    const create = () => provider.createIntent({ orderId, total, paymentMethodId: 'pm_card_visa' });
    await simulator.fail({ match: { orderId }, fault: 'error-500-stored' });

    await expect(create()).rejects.toThrow('outcome of creating the intent is unknown: status 500');
    await expect(create()).rejects.toThrow('outcome of creating the intent is unknown: status 500, replayed');
    expect(await moneyOf(simulator, orderId)).toEqual(untouched);
  });

  it('row 33: makes another intent when Stripe has forgotten the key, and takes nothing by it', async () => {
    const { orderId, intent } = await created();
    await simulator.make('forget-keys');

    const again = await provider.createIntent({ orderId, total, paymentMethodId: 'pm_card_visa' });

    expect(again).toMatchObject({ kind: 'created', intent: { id: expect.not.stringContaining(intent.id) } });
    expect(await moneyOf(simulator, orderId)).toEqual(untouched);
  });
});

describe('Stripe: confirming an intent', () => {
  it('takes the amount once, however often it is confirmed', async () => {
    const { orderId, intent } = await created();

    const first = await provider.confirmIntent(intent.id);
    const again = await provider.confirmIntent(intent.id);

    expect(first).toEqual({ id: intent.id, status: 'succeeded', amount: total });
    expect(again).toEqual(first);
    expect(await moneyOf(simulator, orderId)).toEqual(captured);
  });

  it.each([
    ['pm_card_chargeDeclined', 'generic_decline'],
    ['pm_card_visa_chargeDeclined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedLostCard', 'lost_card'],
    ['pm_card_visa_chargeDeclinedStolenCard', 'stolen_card'],
    ['pm_card_visa_chargeDeclinedVelocityLimitExceeded', 'card_velocity_exceeded'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error'],
    ['pm_card_chargeCustomerFail', 'generic_decline'],
  ])('row 28: answers that %s is declined as %s', async (paymentMethodId, declineCode) => {
    const { orderId, intent } = await created(paymentMethodId);

    const answer = await provider.confirmIntent(intent.id);

    expect(answer).toEqual({ id: intent.id, status: 'declined', amount: total, declineCode });
    expect(await provider.retrieveIntent(intent.id)).toEqual(answer);
    expect(await moneyOf(simulator, orderId)).toEqual(untouched);
  });

  it('finds a declined intent still declined when it is confirmed again: the card is not tried twice', async () => {
    const { intent } = await created('pm_card_chargeDeclined');
    await provider.confirmIntent(intent.id);

    expect(await provider.confirmIntent(intent.id)).toMatchObject({
      status: 'declined',
      declineCode: 'generic_decline',
    });
  });

  it.each(['pm_card_authenticationRequired', 'pm_card_threeDSecure2Required'])(
    'answers that %s wants an action of the customer',
    async (paymentMethodId) => {
      const { orderId, intent } = await created(paymentMethodId);

      expect(await provider.confirmIntent(intent.id)).toEqual({
        id: intent.id,
        status: 'action-required',
        amount: total,
      });
      expect(await moneyOf(simulator, orderId)).toEqual(untouched);
    },
  );

  it('answers that a payment is processing, and later that it has succeeded', async () => {
    const { intent } = await created('pm_card_simulatorProcessing');

    expect(await provider.confirmIntent(intent.id)).toMatchObject({ status: 'processing' });
    expect(await provider.retrieveIntent(intent.id)).toMatchObject({ status: 'succeeded' });
  });

  it('row 39: finds the tombstone of an intent that was canceled before, and takes nothing', async () => {
    const { orderId, intent } = await created();
    await provider.cancelIntent(intent.id);

    expect(await provider.confirmIntent(intent.id)).toMatchObject({ status: 'canceled' });
    expect(await moneyOf(simulator, orderId)).toEqual(untouched);
  });

  it('fails as unknown while another request holds the intent', async () => {
    const { intent } = await created();
    await simulator.fail({ match: { operation: 'confirm-intent' }, delayMs: 100 });

    const [first, second] = await Promise.allSettled([
      provider.confirmIntent(intent.id),
      new Promise((resolve) => setTimeout(resolve, 30)).then(() => provider.cancelIntent(intent.id)),
    ]);

    expect(first).toMatchObject({ status: 'fulfilled', value: { status: 'succeeded' } });
    expect(second).toMatchObject({ status: 'rejected', reason: { name: 'OutcomeUnknownError' } });
  });
});

describe('Stripe: canceling an intent', () => {
  it('closes it, as often as it is asked to', async () => {
    const { intent } = await created();

    expect(await provider.cancelIntent(intent.id)).toMatchObject({ id: intent.id, status: 'canceled' });
    expect(await provider.cancelIntent(intent.id)).toMatchObject({ id: intent.id, status: 'canceled' });
  });

  it('keeps the reason of a decline', async () => {
    const { intent } = await created('pm_card_visa_chargeDeclinedLostCard');
    await provider.confirmIntent(intent.id);

    expect(await provider.cancelIntent(intent.id)).toMatchObject({ status: 'canceled', declineCode: 'lost_card' });
  });

  it('answers that it has succeeded when the money is taken, and leaves it taken', async () => {
    const { orderId, intentId } = await paid();

    expect(await provider.cancelIntent(intentId)).toMatchObject({ id: intentId, status: 'succeeded' });
    expect(await moneyOf(simulator, orderId)).toEqual(captured);
  });
});

describe('Stripe: refunding a charge', () => {
  it('row 38: gives the amount back once, however often it is asked to', async () => {
    const { orderId, intentId } = await paid();

    const first = await provider.refundIntent({ orderId, intentId });
    const again = await provider.refundIntent({ orderId, intentId });

    expect(first).toEqual({ kind: 'refunded', refundId: expect.stringMatching(/^re_/) });
    expect(again).toEqual(first);
    expect(await moneyOf(simulator, orderId)).toEqual(givenBack);
  });

  it('row 33: finds the refund when Stripe has forgotten the key', async () => {
    const { orderId, intentId } = await paid();
    const first = await provider.refundIntent({ orderId, intentId });
    await simulator.make('forget-keys');

    expect(await provider.refundIntent({ orderId, intentId })).toEqual(first);
    expect(await moneyOf(simulator, orderId)).toEqual(givenBack);
  });

  it('row 31: finds the refund behind a 500 that is replayed for ever', async () => {
    const { orderId, intentId } = await paid();
    await simulator.fail({ match: { orderId, operation: 'create-refund' }, fault: 'error-500-after' });

    await expect(provider.refundIntent({ orderId, intentId })).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    expect(await provider.refundIntent({ orderId, intentId })).toMatchObject({ kind: 'refunded' });
    expect(await moneyOf(simulator, orderId)).toEqual(givenBack);
  });

  it('row 31: fails as unknown while a replayed 500 hides that there is no refund', async () => {
    const { orderId, intentId } = await paid();
    await simulator.fail({ match: { orderId, operation: 'create-refund' }, fault: 'error-500-stored' });

    await expect(provider.refundIntent({ orderId, intentId })).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    await expect(provider.refundIntent({ orderId, intentId })).rejects.toThrow('status 500, replayed');
    expect(await moneyOf(simulator, orderId)).toEqual(captured);
  });

  it('answers that a refund has failed', async () => {
    const { orderId, intentId } = await paid('pm_card_refundFail');

    expect(await provider.refundIntent({ orderId, intentId })).toMatchObject({ kind: 'failed' });
  });

  it('counts a refund that the bank has yet to carry out', async () => {
    const { orderId, intentId } = await paid('pm_card_pendingRefund');

    expect(await provider.refundIntent({ orderId, intentId })).toMatchObject({ kind: 'refunded' });
  });

  it('fails with a code when there is nothing to refund', async () => {
    const { orderId, intent } = await created();

    await expect(provider.refundIntent({ orderId, intentId: intent.id })).rejects.toThrow(
      'the payment provider refused refunding the charge: payment_intent_unexpected_state',
    );
  });
});

describe('Stripe: calls that go wrong', () => {
  const operations: Record<string, (order: { orderId: string; intentId: string }) => Promise<unknown>> = {
    'create-intent': ({ orderId }) => provider.createIntent({ orderId, total, paymentMethodId: 'pm_card_visa' }),
    'retrieve-intent': ({ intentId }) => provider.retrieveIntent(intentId),
    'confirm-intent': ({ intentId }) => provider.confirmIntent(intentId),
    'cancel-intent': ({ intentId }) => provider.cancelIntent(intentId),
    'create-refund': ({ orderId, intentId }) => provider.refundIntent({ orderId, intentId }),
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

      const error: unknown = await provider.confirmIntent(intent.id).catch((thrown: unknown) => thrown);

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
