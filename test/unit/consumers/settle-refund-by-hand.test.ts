import { givenBack, orderId } from '../saga/payment/payment-bench';
import { setUpSettling } from './settle-payment-bench';

/** A person who settles what an order in repair owes does so at the provider: our books hear of it by the event alone. */
describe('Consumer: SettlePayment, of a refund by hand of an order that nobody carries forward', () => {
  const PIVOT = { step: 'ConfirmOrder', error: 'UndecidedError' };
  const inRepair = async (
    { isShipped = false }: { readonly isShipped?: boolean } = {},
    ...unfinished: (typeof PIVOT)[]
  ) => {
    const settling = await setUpSettling();
    await settling.charge();
    if (isShipped) {
      await settling.ship();
    }
    await settling.park(...unfinished);
    return settling;
  };

  it.each([
    { what: 'that was charged', isShipped: false, unfinished: [] },
    { what: 'that was whole', isShipped: true, unfinished: [] },
    { what: 'of which only the confirmation has no outcome', isShipped: true, unfinished: [PIVOT] },
  ])('records it for one $what, and keeps the order from ever being confirmed', async ({ isShipped, unfinished }) => {
    const settling = await inRepair({ isShipped }, ...unfinished);
    await settling.refundByHand();
    const calls = settling.script.calls.length;

    await settling.deliverLast('charge.refunded');

    expect(settling.script.calls.slice(calls)).toEqual(['find', 'refundsOf', 'beginRefund', 'recordRefunded']);
    expect(settling.paymentState()).toBe('REFUNDED');
    expect(settling.signals.counted).toEqual([]);
    expect(await settling.confirm()).toEqual({ kind: 'undone' });
    await settling.deliverLast('refund.created');
    await settling.refund();
    expect(await settling.money()).toEqual(givenBack);
    expect((await settling.end()).unfinished.map(({ step }) => step)).toEqual(
      isShipped ? ['CancelShipment', 'ReleaseInventory'] : [],
    );
    expect(settling.wrong()).toEqual([]);
  });

  it('records it also for a charge that was never put on record as made', async () => {
    const settling = await setUpSettling({ moves: [...Array<'works'>(5).fill('works'), 'fails-before'] });
    await expect(settling.charge()).rejects.toThrow();
    await settling.park();
    await settling.refundByHand();
    expect(settling.paymentState()).toBe('OPEN');

    await settling.deliverLast('payment_intent.succeeded');
    expect(settling.paymentState()).toBe('OPEN'); // whoever has the order go on, or undoes it, settles that
    await settling.deliverLast('charge.refunded');

    expect(settling.paymentState()).toBe('REFUNDED');
    expect((await settling.end()).status).toBe('REJECTED');
    expect(await settling.money()).toEqual(givenBack);
  });

  it('records it while the saga is on its way back and has not come to its own refund, which finds it done', async () => {
    const settling = await setUpSettling();
    await settling.charge();
    await settling.release();
    await settling.refundByHand();

    await settling.deliverLast('charge.refunded');
    await settling.refund();

    expect(settling.paymentState()).toBe('REFUNDED');
    expect(await settling.money()).toEqual(givenBack);
    expect((await settling.end()).status).toBe('REJECTED');
  });

  it('waits for the end of an order that the saga still carries forward, and records it when that is repair', async () => {
    const settling = await setUpSettling();
    await settling.charge();
    await settling.ship();
    await settling.refundByHand();

    await expect(settling.deliverLast('charge.refunded')).rejects.toMatchObject({ name: 'StepOutOfOrderError' });
    expect(settling.paymentState()).toBe('CHARGED');
    await settling.park(PIVOT);
    await settling.deliverLast('charge.refunded');

    expect(settling.paymentState()).toBe('REFUNDED');
    expect(await settling.confirm()).toEqual({ kind: 'undone' });
  });

  it('waits as well while the saga has yet to hear that the money was taken, and tells operators of a confirmation over it', async () => {
    const settling = await setUpSettling({ moves: [...Array<'works'>(5).fill('works'), 'fails-before'] });
    await expect(settling.charge()).rejects.toThrow();
    await settling.refundByHand();

    await expect(settling.deliverLast('charge.refunded')).rejects.toMatchObject({ name: 'StepOutOfOrderError' });
    expect(settling.paymentState()).toBe('OPEN');
    await settling.charge();
    await settling.ship();
    expect(await settling.confirm()).toEqual({ kind: 'confirmed' });
    await settling.deliverLast('charge.refunded');

    expect(settling.signals.counted.map(({ name }) => name)).toEqual(['PaymentRefundedOutside']);
  });

  it('gives back nothing more by itself when only a part was refunded, and says so', async () => {
    const settling = await inRepair({ isShipped: true });
    await settling.refundByHand();
    settling.refundIsOf(1);

    await settling.deliverLast('charge.refunded');

    expect(settling.order()).toMatchObject({ status: 'NEEDS_REPAIR', compensating: false });
    expect(settling.paymentState()).toBe('CHARGED');
    expect(settling.signals.counted.map(({ name }) => name)).toEqual(['PaymentRefundedOutside']);
  });

  it('leaves the order alone when the bank has returned it', async () => {
    const settling = await inRepair({ isShipped: true });
    await settling.refundByHand();
    settling.provider.returnRefunds(orderId);

    await settling.deliverLast('charge.refunded');
    await settling.deliverLast('refund.failed');

    expect(settling.order()).toMatchObject({ status: 'NEEDS_REPAIR', compensating: false });
    expect(settling.paymentState()).toBe('CHARGED');
  });

  it('opens an order again whose refund was of the rest, when the bank has returned the part before it', async () => {
    const settling = await setUpSettling();
    await settling.charge();
    await settling.refund();
    expect((await settling.end()).status).toBe('REJECTED');
    settling.refundIsOf(1);

    await settling.deliverLast('refund.created');

    expect(settling.order()).toMatchObject({ status: 'NEEDS_REPAIR', reason: 'RefundFailed' });
    expect(settling.order()?.unfinished?.map(({ step }) => step)).toEqual(['RefundPayment']);
    expect(settling.signals.counted.map(({ name }) => name)).toEqual(['RefundFailed']);
  });

  it('tells operators when the order was confirmed between the look and the record', async () => {
    const settling = await inRepair({ isShipped: true }, PIVOT);
    await settling.refundByHand();
    settling.onceRefundsAreListed(() => settling.confirm());

    await settling.deliverLast('charge.refunded');

    expect(settling.order()?.status).toBe('CONFIRMED');
    expect(settling.paymentState()).toBe('CHARGED');
    expect(settling.signals.counted.map(({ name }) => name)).toEqual(['PaymentRefundedOutside']);
  });

  it('is the only way to another refund once the bank has returned ours, whose key the provider forgets', async () => {
    const settling = await setUpSettling();
    await settling.charge();
    await settling.refund();
    await settling.end();
    settling.provider.returnRefunds(orderId);
    await settling.deliverLast('refund.failed');
    settling.provider.forgetKeys();
    const calls = settling.script.calls.length;

    await expect(settling.refund()).rejects.toMatchObject({ name: 'RefundFailedError' });
    expect(settling.script.calls.slice(calls)).toEqual(['beginRefund']);

    await settling.refundByHand();
    await settling.deliverLast('charge.refunded');
    expect(settling.paymentState()).toBe('REFUNDED');
    expect((await settling.end()).status).toBe('REJECTED');
  });

  it('is finished by the next event when the first one died between closing the order and recording it', async () => {
    const settling = await setUpSettling({ moves: [...Array<'works'>(10).fill('works'), 'fails-before'] });
    await settling.charge();
    await settling.park();
    await settling.refundByHand();

    await expect(settling.deliverLast('charge.refunded')).rejects.toThrow();
    expect(settling.paymentState()).toBe('REFUNDING');
    await settling.deliverLast('charge.refunded');

    expect(settling.paymentState()).toBe('REFUNDED');
    expect(await settling.money()).toEqual(givenBack);
  });
});
