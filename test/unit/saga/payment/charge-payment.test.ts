import { createChargePayment } from '../../../../lambdas/saga/payment/charge-payment';
import { captured, givenBack, orderId, setUpPayment, total, untouched } from './payment-bench';

const declined = (declineCode: string) => ({ name: 'PaymentDeclinedError', declineCode });

describe('Saga step: ChargePayment', () => {
  it('takes the total once and puts it on record', async () => {
    const payment = await setUpPayment();

    const result = await payment.charge();

    expect(result).toEqual({ intentId: expect.any(String) });
    expect(await payment.money()).toEqual(captured);
    expect(payment.statusOf()).toBe('CHARGED');
  });

  it('answers a replay with the first charge and takes nothing twice', async () => {
    const payment = await setUpPayment();

    const first = await payment.charge();
    const calls = payment.script.calls.length;
    const replay = await payment.charge();

    expect(replay).toEqual(first);
    expect(payment.script.calls.slice(calls)).toEqual(['beginCharge']);
    expect(await payment.money()).toEqual(captured);
  });

  it('has the id of the intent on record before it confirms', async () => {
    const payment = await setUpPayment();

    await payment.charge();

    expect(payment.script.calls).toEqual([
      'beginCharge',
      'paymentMethodOf',
      'createIntent',
      'recordIntent',
      'confirmIntent',
      'recordCharged',
    ]);
  });

  it.each([
    ['pm_card_chargeDeclined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card'],
    ['pm_card_authenticationRequired', 'authentication_required'],
  ])('row 28: fails as declined with %s, after it has closed the intent', async (paymentMethodId, declineCode) => {
    const payment = await setUpPayment({ paymentMethodId });

    await expect(payment.charge()).rejects.toMatchObject(declined(declineCode));

    expect(await payment.provider.moneyOf(orderId)).toMatchObject({ ...untouched, intents: [{ status: 'canceled' }] });
    expect(payment.paymentState()).toBe('DECLINED');
    expect(payment.statusOf()).toBe('RESERVED');
  });

  it('row 28: fails as declined, with no intent at all, when the provider does not know the payment method', async () => {
    const payment = await setUpPayment({ paymentMethodId: 'pm_nobody' });

    await expect(payment.charge()).rejects.toMatchObject(declined('resource_missing'));

    expect((await payment.provider.moneyOf(orderId)).intents).toEqual([]);
  });

  it('row 28: fails a replay with the same decline, without asking the provider again', async () => {
    const payment = await setUpPayment({ paymentMethodId: 'pm_card_chargeDeclined' });
    await expect(payment.charge()).rejects.toThrow();
    const calls = payment.script.calls.length;

    await expect(payment.charge()).rejects.toMatchObject(declined('generic_decline'));

    expect(payment.script.calls.slice(calls)).toEqual(['beginCharge']);
  });

  it('tells the reason of a decline also when the attempt that saw it died before putting it on record', async () => {
    const payment = await setUpPayment({ paymentMethodId: 'pm_card_chargeDeclinedLostCard', moves: deadAt(6) });
    await expect(payment.charge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    expect(payment.script.calls.at(-1)).toBe('recordDeclined');

    await expect(payment.charge()).rejects.toMatchObject(declined('lost_card'));
  });

  it('settles a payment that is still processing by asking again', async () => {
    const payment = await setUpPayment({ paymentMethodId: 'pm_card_simulatorProcessing' });

    await expect(payment.charge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    await payment.charge();

    expect(payment.script.calls.filter((call) => call === 'confirmIntent')).toHaveLength(1);
    expect(await payment.money()).toEqual(captured);
  });

  it('row 29: fails as unknown when the answer to the confirmation is lost, and finds the charge on the retry', async () => {
    const payment = await setUpPayment({ moves: deadAt(4) });

    await expect(payment.charge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    await payment.charge();

    expect(payment.script.calls.slice(5)).toEqual(['beginCharge', 'retrieveIntent', 'recordCharged']);
    expect(await payment.money()).toEqual(captured);
  });

  it('row 33: asks for the intent by its id when the provider has forgotten the key', async () => {
    const payment = await setUpPayment({ moves: deadAt(4) });
    await expect(payment.charge()).rejects.toThrow();
    payment.provider.forgetKeys();

    await payment.charge();

    expect((await payment.provider.moneyOf(orderId)).intents).toHaveLength(1);
    expect(await payment.money()).toEqual(captured);
  });

  it('does not reject while a confirmation that timed out may still take the money', async () => {
    const payment = await setUpPayment({ paymentMethodId: 'pm_card_authenticationRequired' });
    const { provider, payments, personalData } = payment;
    // The customer authenticates at the very moment at which the step gives up on that.
    const charge = createChargePayment({
      payments,
      personalData,
      provider: {
        ...provider,
        cancelIntent: async (id) => ({ ...(await provider.retrieveIntent(id)), status: 'succeeded' }),
      },
    });

    await expect(charge({ orderId })).resolves.toBeDefined();

    expect(payment.paymentState()).toBe('CHARGED');
  });

  it('fails as undone when the undo came first, and asks the provider for nothing', async () => {
    const payment = await setUpPayment();
    await payment.refund();

    await expect(payment.charge()).rejects.toMatchObject({ name: 'OrderUndoneError' });

    expect(await payment.provider.moneyOf(orderId)).toMatchObject({ ...untouched, intents: [] });
  });

  it('row 39: fails as undone, and closes its intent, when the undo comes before the intent is on record', async () => {
    const payment = await setUpPayment();
    const charge = createChargePayment({
      ...payment,
      provider: {
        ...payment.provider,
        createIntent: async (request) => {
          await payment.refund();
          return payment.provider.createIntent(request);
        },
      },
    });

    await expect(charge({ orderId })).rejects.toMatchObject({ name: 'OrderUndoneError' });

    expect(await payment.provider.moneyOf(orderId)).toMatchObject({ ...untouched, intents: [{ status: 'canceled' }] });
  });

  it('row 39: takes nothing when the undo comes between putting the intent on record and confirming it', async () => {
    const payment = await setUpPayment();
    const charge = createChargePayment({
      ...payment,
      provider: {
        ...payment.provider,
        confirmIntent: async (id) => {
          await payment.refund();
          return payment.provider.confirmIntent(id);
        },
      },
    });

    await expect(charge({ orderId })).rejects.toMatchObject({ name: 'OrderUndoneError' });

    expect(await payment.money()).toEqual(untouched);
    expect(payment.paymentState()).toBe('VOIDED');
  });

  it('row 40: gives the money back when the undo has begun before the charge is on record', async () => {
    const payment = await setUpPayment();
    const charge = createChargePayment({
      ...payment,
      payments: {
        ...payment.payments,
        recordCharged: async (id) => {
          await payment.store.beginRefund(id); // and then its worker dies
          return payment.payments.recordCharged(id);
        },
      },
    });

    await expect(charge({ orderId })).rejects.toMatchObject({ name: 'OrderUndoneError' });

    expect(await payment.money()).toEqual(givenBack);
    expect(payment.paymentState()).toBe('REFUNDED');
  });

  it.each([
    { what: 'another amount', altered: { amount: { amountMinor: 999_999, currency: 'EUR' } } },
    { what: 'another currency', altered: { amount: { amountMinor: 1250, currency: 'JPY' } } },
  ])('row 32: fails, and puts no charge on record, when the confirmation speaks of $what', async ({ altered }) => {
    const payment = await setUpPayment();
    const charge = createChargePayment({
      ...payment,
      provider: {
        ...payment.provider,
        confirmIntent: async (id) => ({ ...(await payment.provider.confirmIntent(id)), ...altered }),
      },
    });

    await expect(charge({ orderId })).rejects.toMatchObject({ name: 'PaymentMismatchError' });
    expect(payment.paymentState()).toBe('OPEN');

    await payment.refundWithRetries();
    expect(await payment.money()).toEqual(givenBack);
  });

  it('row 32: fails, and confirms nothing, when an intent is created over another amount', async () => {
    const payment = await setUpPayment();
    const charge = createChargePayment({
      ...payment,
      provider: {
        ...payment.provider,
        createIntent: (request) =>
          payment.provider.createIntent({ ...request, total: { ...total, amountMinor: 125_000 } }),
      },
    });

    await expect(charge({ orderId })).rejects.toMatchObject({ name: 'PaymentMismatchError' });

    expect(await payment.money()).toEqual(untouched);
  });

  it('fails out of order before the stock is reserved', async () => {
    const payment = await setUpPayment();
    payment.database.orders.clear();

    await expect(payment.charge()).rejects.toMatchObject({ name: 'StepOutOfOrderError', status: 'UNKNOWN' });
  });

  /** The call with this index, counted from 0, works without an answer. */
  function deadAt(index: number) {
    return [...Array<'works'>(index).fill('works'), 'fails-after' as const];
  }
});
