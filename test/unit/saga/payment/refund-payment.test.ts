import { createRefundPayment } from '../../../../lambdas/saga/payment/refund-payment';
import { captured, givenBack, orderId, setUpPayment, untouched } from './payment-bench';

describe('Saga step: RefundPayment', () => {
  it('gives back what was taken, and says so in a replay', async () => {
    const payment = await setUpPayment();
    await payment.charge();

    const first = await payment.refund();
    const replay = await payment.refund();

    expect(first).toEqual({ outcome: 'refunded', refundId: expect.any(String) });
    expect(replay).toEqual({ outcome: 'already-undone' });
    expect(await payment.money()).toEqual(givenBack);
    expect(payment.paymentState()).toBe('REFUNDED');
  });

  it('works when nothing was charged, without asking the provider', async () => {
    const payment = await setUpPayment();

    await payment.refund();

    expect(payment.script.calls).toEqual(['beginRefund']);
    expect(payment.paymentState()).toBe('VOIDED');
  });

  it('voids an intent that was never confirmed', async () => {
    const payment = await setUpPayment({ moves: ['works', 'works', 'works', 'works', 'fails-before'] });
    await expect(payment.charge()).rejects.toThrow();

    expect(await payment.refund()).toEqual({ outcome: 'voided' });

    expect(await payment.provider.moneyOf(orderId)).toMatchObject({ ...untouched, intents: [{ status: 'canceled' }] });
  });

  it('works when the charge died between creating an intent and putting it on record: that one takes nothing', async () => {
    const payment = await setUpPayment({ moves: ['works', 'works', 'works', 'fails-before'] });
    await expect(payment.charge()).rejects.toThrow();

    expect(await payment.refund()).toEqual({ outcome: 'voided' });

    await expect(payment.charge()).rejects.toMatchObject({ name: 'OrderUndoneError' });
    expect(await payment.money()).toEqual(untouched);
  });

  it('row 39: makes a confirmation fail that lands after it', async () => {
    const confirmIsStuck = [...Array<'works'>(4).fill('works'), { landsAfter: 100 }];
    const payment = await setUpPayment({ moves: confirmIsStuck });
    await expect(payment.charge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });

    expect(await payment.refund()).toEqual({ outcome: 'voided' });

    expect(await payment.money()).toEqual(untouched); // it has landed by now
  });

  it('row 39: gives back what a confirmation takes that lands in the middle of it', async () => {
    const confirmIsStuck = [...Array<'works'>(4).fill('works'), { landsAfter: 2 }];
    const payment = await setUpPayment({ moves: confirmIsStuck });
    await expect(payment.charge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });

    expect(await payment.refund()).toMatchObject({ outcome: 'refunded' });

    expect(payment.script.calls.slice(5, 7)).toEqual(['beginRefund', 'cancelIntent']);
    expect(await payment.money()).toEqual(givenBack);
  });

  it('row 38: refunds once when the answer to the refund is lost', async () => {
    const payment = await setUpPayment({ moves: [...Array<'works'>(8).fill('works'), 'fails-after'] });
    await payment.charge();

    await expect(payment.refund()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    expect(payment.script.calls.at(-1)).toBe('refundIntent');
    await payment.refund();

    expect(await payment.money()).toEqual(givenBack);
  });

  it('row 38: refunds once when two compensations run at the same time', async () => {
    const payment = await setUpPayment();
    await payment.charge();

    await Promise.all([payment.refund(), payment.refund()]);

    expect(await payment.money()).toEqual(givenBack);
  });

  it('row 33: refunds once also when the provider has forgotten the key', async () => {
    const payment = await setUpPayment({ moves: [...Array<'works'>(8).fill('works'), 'fails-after'] });
    await payment.charge();
    await expect(payment.refund()).rejects.toThrow();
    payment.provider.forgetKeys();

    await payment.refund();

    expect(await payment.money()).toEqual(givenBack);
  });

  it('fails as unknown while the provider cannot say how the charge ends', async () => {
    const payment = await setUpPayment();
    await payment.charge();
    const refund = createRefundPayment({
      ...payment,
      provider: {
        ...payment.provider,
        cancelIntent: async (id) => ({ ...(await payment.provider.retrieveIntent(id)), status: 'processing' }),
      },
    });

    await expect(refund({ orderId })).rejects.toMatchObject({ name: 'OutcomeUnknownError' });

    expect(payment.paymentState()).toBe('REFUNDING');
  });

  it('fails for an operator to see when the provider reports the refund as failed', async () => {
    const payment = await setUpPayment({ paymentMethodId: 'pm_card_refundFail' });
    await payment.charge();

    await expect(payment.refund()).rejects.toMatchObject({ name: 'RefundFailedError' });

    expect(payment.paymentState()).toBe('REFUNDING');
    expect(await payment.money()).toEqual(captured);
  });

  it('fails when the order is confirmed, and leaves the money where it is', async () => {
    const payment = await setUpPayment();
    await payment.charge();
    const order = payment.database.orders.get(orderId);
    Object.assign(order ?? {}, { status: 'CONFIRMED' });

    await expect(payment.refund()).rejects.toMatchObject({ name: 'OrderConfirmedError' });

    expect(await payment.money()).toEqual(captured);
  });
});
