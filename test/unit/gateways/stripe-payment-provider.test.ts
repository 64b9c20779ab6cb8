import { randomUUID } from 'node:crypto';
import { moneyOf } from '../../support/simulators/simulators';
import { captured, givenBack, type StripeBench, startStripe, total, untouched } from './stripe-bench';

let simulator: StripeBench['simulator'];
let provider: StripeBench['provider'];
let created: StripeBench['created'];
let paid: StripeBench['paid'];

beforeAll(async () => {
  ({ simulator, provider, created, paid } = await startStripe());
});
afterAll(() => simulator.close());

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
    await simulator.fail({ match: { operation: 'confirm-intent' }, delayMs: 500 });

    const confirming = provider.confirmIntent(intent.id);
    await simulator.untilFaultsAreUsedUp();

    await expect(provider.cancelIntent(intent.id)).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    expect(await confirming).toMatchObject({ status: 'succeeded' });
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
