import '../../support/intake/quiet';
import { createRefundPayment } from '../../../lambdas/saga/payment/refund-payment';
import { captured, givenBack, orderId, untouched } from '../saga/payment/payment-bench';
import { setUpSettling } from './settle-payment-bench';

const declining = { paymentMethodId: 'pm_card_chargeDeclined' };

describe('Consumer: SettlePayment, of a capture', () => {
  it('leaves one to the saga that is about to record it', async () => {
    const settling = await setUpSettling({ moves: [...Array<'works'>(5).fill('works'), 'fails-before'] });
    await expect(settling.charge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    expect(settling.paymentState()).toBe('OPEN');

    await settling.deliverLast('payment_intent.succeeded');
    await settling.charge();

    expect(settling.paymentState()).toBe('CHARGED');
    expect(await settling.money()).toEqual(captured);
  });

  it('asks the provider for nothing when it is on record', async () => {
    const settling = await setUpSettling();
    await settling.charge();
    const calls = settling.script.calls.length;

    await settling.deliverLast('payment_intent.succeeded');

    expect(settling.script.calls.slice(calls)).toEqual(['find']);
    expect(settling.signals.counted).toEqual([]);
  });

  it.each([
    { what: 'an intent that was canceled', setUp: {}, state: 'VOIDED' },
    { what: 'an intent that was declined', setUp: declining, state: 'DECLINED' },
  ])('row 34: gives back at once, and once, what comes late of $what', async ({ setUp, state }) => {
    const settling = await setUpSettling({ ...setUp, moves: [...Array<'works'>(4).fill('works'), 'fails-before'] });
    await expect(settling.charge()).rejects.toThrow();
    if (state === 'DECLINED') {
      await expect(settling.charge()).rejects.toMatchObject({ name: 'PaymentDeclinedError' });
    } else {
      await settling.refund();
    }
    expect((await settling.end()).status).toBe('REJECTED');
    expect(settling.paymentState()).toBe(state);
    settling.provider.captureLate(orderId);
    expect(await settling.money()).toEqual(captured);

    await settling.deliverLast('payment_intent.succeeded');
    await settling.deliverLast('payment_intent.succeeded');
    await settling.deliverLast('charge.refunded');

    expect(await settling.money()).toEqual(givenBack);
    expect(settling.paymentState()).toBe('REFUNDED');
    expect(settling.order()?.status).toBe('REJECTED');
    expect(settling.signals.counted.map(({ name }) => name)).toEqual(['PaymentGivenBack']);
    expect(settling.wrong()).toEqual([]);
  });

  it('row 34: gives back what comes after an undo that had failed for good', async () => {
    const settling = await setUpSettling({
      moves: [...Array<'works'>(4).fill('works'), { landsAfter: 3 }, 'works', 'fails-before'],
    });
    await expect(settling.charge()).rejects.toThrow();
    await expect(settling.refund()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    expect(await settling.end()).toMatchObject({ status: 'NEEDS_REPAIR', unfinished: [{ step: 'RefundPayment' }] });
    await settling.script.land();
    expect(await settling.money()).toEqual(captured);

    await settling.deliverLast('payment_intent.succeeded');

    expect(await settling.money()).toEqual(givenBack);
    expect(settling.paymentState()).toBe('REFUNDED');
    expect((await settling.end()).status).toBe('REJECTED');
  });

  it('row 34: undoes a charge that nobody waits for any more, since something else undoes the order', async () => {
    const settling = await setUpSettling({ moves: [...Array<'works'>(5).fill('works'), 'fails-before'] });
    await expect(settling.charge()).rejects.toThrow();
    expect(await settling.end()).toMatchObject({ status: 'NEEDS_REPAIR' });
    expect(settling.paymentState()).toBe('OPEN');

    await settling.deliverLast('payment_intent.succeeded');

    expect(await settling.money()).toEqual(givenBack);
    expect((await settling.end()).status).toBe('REJECTED');
  });

  it('records what an operator has refunded of a charge that nobody had put on record, and lets the order end', async () => {
    const settling = await setUpSettling({ moves: [...Array<'works'>(5).fill('works'), 'fails-before'] });
    await expect(settling.charge()).rejects.toThrow();
    await settling.end();
    expect(settling.paymentState()).toBe('OPEN');
    await settling.refundByHand();

    await settling.deliverLast('charge.refunded');

    expect(settling.paymentState()).toBe('REFUNDED');
    expect((await settling.end()).status).toBe('REJECTED');
    expect(await settling.money()).toEqual(givenBack);
  });

  describe('of an order that a person has marked as resolved', () => {
    const resolved = async () => {
      const settling = await setUpSettling({ moves: [...Array<'works'>(7).fill('works'), 'fails-before'] });
      await settling.charge();
      await expect(settling.refund()).rejects.toThrow();
      await settling.end();
      expect(settling.paymentState()).toBe('REFUNDING');
      await settling.resolve();
      return settling;
    };

    it('gives nothing back, since that person may have, and fails for an operator to see', async () => {
      const settling = await resolved();

      await expect(settling.deliverLast('payment_intent.succeeded')).rejects.toMatchObject({
        name: 'PoisonMessageError',
      });

      expect(await settling.money()).toEqual(captured);
      expect(settling.wrong()).toEqual([]);
    });

    it('gives no rest back when that person refunds a part at the provider, as was agreed', async () => {
      const settling = await resolved();
      await settling.refundByHand();
      settling.refundIsOf(600);

      await expect(settling.deliverLast('charge.refunded')).rejects.toMatchObject({ name: 'PoisonMessageError' });

      expect(settling.paymentState()).toBe('REFUNDING');
    });

    it('records the refund when that person has refunded all of it at the provider', async () => {
      const settling = await resolved();
      await settling.refundByHand();

      await settling.deliverLast('charge.refunded');

      expect(settling.paymentState()).toBe('REFUNDED');
      expect((await settling.end()).status).toBe('REJECTED');
    });
  });

  it('row 34: gives back nothing when an event speaks of a capture that the provider knows nothing of', async () => {
    const settling = await setUpSettling(declining);
    await expect(settling.charge()).rejects.toThrow();
    await settling.end();

    await settling.deliver({ type: 'payment_intent.succeeded' });

    expect(await settling.money()).toEqual(untouched);
    expect(settling.paymentState()).toBe('DECLINED');
    expect(settling.wrong()).toEqual([]);
  });

  it('fails, to be tried again, while the provider is away', async () => {
    const settling = await setUpSettling(declining);
    await expect(settling.charge()).rejects.toThrow();
    await settling.end();
    settling.provider.captureLate(orderId);
    const { retrieveIntent } = settling.provider;
    settling.provider.retrieveIntent = () => Promise.reject(new Error('away'));

    await expect(settling.deliverLast('payment_intent.succeeded')).rejects.toThrow('away');
    settling.provider.retrieveIntent = retrieveIntent;
    await settling.deliverLast('payment_intent.succeeded');

    expect(await settling.money()).toEqual(givenBack);
  });

  it('leaves payments alone that are not of our orders', async () => {
    const settling = await setUpSettling();
    await settling.charge();
    const calls = settling.script.calls.length;

    await settling.deliver({ intentId: 'pi_of_another_shop', orderId: '00000000-0000-4000-8000-000000000000' });

    expect(settling.script.calls.slice(calls)).toEqual(['find']);
  });

  it('fails for an operator to see when an intent took money that is not on record for its order', async () => {
    const settling = await setUpSettling();
    await settling.charge();
    const created = await settling.provider.createIntent({
      ...{ orderId: 'by hand', total: { amountMinor: 1250, currency: 'EUR' }, paymentMethodId: 'pm_card_visa' },
    });
    const intentId = created.kind === 'created' ? created.intent.id : '';
    await settling.deliver({ intentId });
    await settling.provider.confirmIntent(intentId);

    await expect(settling.deliver({ intentId })).rejects.toMatchObject({ name: 'PoisonMessageError' });
    await settling.provider.refundIntent({ orderId: 'by hand', intentId });
    await settling.deliver({ intentId });

    expect(await settling.money()).toEqual(captured);
  });

  it.each([
    ['not JSON', '{'],
    ['an unknown type', { type: 'customer.created' as never }],
    ['no intent', { intentId: undefined as never }],
  ])('fails for good on %s', async (_, event) => {
    const settling = await setUpSettling();
    await settling.charge();

    await expect(settling.deliver(event)).rejects.toMatchObject({ name: 'PoisonMessageError' });
  });
});

describe('Consumer: SettlePayment, of a refund', () => {
  const refunded = async () => {
    const settling = await setUpSettling();
    await settling.charge();
    await settling.refund();
    return settling;
  };

  it('opens the order again, once, when the bank has returned its refund', async () => {
    const settling = await refunded();
    await settling.end();
    settling.provider.returnRefunds(orderId);

    await settling.deliverLast('refund.failed');
    await settling.deliverLast('refund.failed');
    await settling.deliverLast('charge.refunded');
    await settling.deliverLast('payment_intent.succeeded');

    expect(settling.order()).toMatchObject({ status: 'NEEDS_REPAIR', unfinished: [{ step: 'RefundPayment' }] });
    expect(settling.paymentState()).toBe('REFUNDING');
    expect(await settling.money()).toEqual(captured);
    expect(settling.wrong()).toEqual([]);
  });

  it('waits until the order has ended before it opens it again', async () => {
    const settling = await refunded();
    settling.provider.returnRefunds(orderId);

    await expect(settling.deliverLast('refund.failed')).rejects.toMatchObject({ name: 'StepOutOfOrderError' });
    await settling.end();
    await settling.deliverLast('refund.failed');

    expect(settling.order()?.status).toBe('NEEDS_REPAIR');
  });

  it('keeps the saga from recording a refund that has failed by then', async () => {
    const settling = await setUpSettling({ moves: [...Array<'works'>(9).fill('works'), 'fails-before'] });
    await settling.charge();
    await expect(settling.refund()).rejects.toThrow();
    settling.provider.returnRefunds(orderId);
    await settling.deliverLast('refund.failed');

    await expect(settling.refund()).rejects.toMatchObject({ name: 'RefundFailedError' });

    expect(await settling.end()).toMatchObject({ status: 'NEEDS_REPAIR', unfinished: [{ step: 'RefundPayment' }] });
  });

  it('row 39: keeps the saga from recording a refund that fails between its answer and its record', async () => {
    const settling = await setUpSettling();
    await settling.charge();
    const { provider } = settling;
    const refund = createRefundPayment({
      payments: settling.payments,
      provider: {
        ...provider,
        refundIntent: async (request) => {
          const answer = await provider.refundIntent(request);
          provider.returnRefunds(orderId);
          await settling.deliverLast('refund.failed');
          return answer;
        },
      },
    });

    await expect(refund({ orderId })).rejects.toMatchObject({ name: 'StepOutOfOrderError' });
    await expect(settling.refund()).rejects.toMatchObject({ name: 'RefundFailedError' });

    expect(await settling.end()).toMatchObject({ status: 'NEEDS_REPAIR', unfinished: [{ step: 'RefundPayment' }] });
  });

  it('row 33: tries none again by itself that failed, also when the provider has forgotten the key', async () => {
    const settling = await refunded();
    await settling.end();
    settling.provider.returnRefunds(orderId);
    await settling.deliverLast('refund.failed');
    settling.provider.forgetKeys();

    await settling.deliverLast('refund.failed');

    expect(await settling.money()).toEqual(captured);
    expect(settling.paymentState()).toBe('REFUNDING');
  });

  it('records the refund that an operator made by hand, so that the order can end', async () => {
    const settling = await refunded();
    await settling.end();
    settling.provider.returnRefunds(orderId);
    await settling.deliverLast('refund.failed');
    await settling.provider.refundIntent({ orderId: 'by hand', intentId: settling.row()?.intentId ?? '' });
    const calls = settling.script.calls.length;

    await settling.deliverLast('charge.refunded');

    expect(settling.script.calls.slice(calls)).toEqual(['find', 'refundsOf', 'recordRefunded']);
    expect(settling.paymentState()).toBe('REFUNDED');
    expect((await settling.end()).status).toBe('REJECTED');
    await settling.deliverLast('refund.failed');
    expect(settling.order()?.status).toBe('REJECTED');
    expect(await settling.money()).toEqual(givenBack);
  });

  it('records a refund whose answer nobody heard', async () => {
    const settling = await setUpSettling({ moves: [...Array<'works'>(8).fill('works'), 'fails-after'] });
    await settling.charge();
    await expect(settling.refund()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });

    await settling.deliverLast('charge.refunded');

    expect(settling.paymentState()).toBe('REFUNDED');
    expect((await settling.end()).status).toBe('REJECTED');
  });

  it('opens the order again when a late capture cannot be given back', async () => {
    const settling = await setUpSettling({
      paymentMethodId: 'pm_card_refundFail',
      moves: [...Array<'works'>(4).fill('works'), 'fails-before'],
    });
    await expect(settling.charge()).rejects.toThrow();
    await settling.refund();
    await settling.end();
    settling.provider.captureLate(orderId);

    await settling.deliverLast('payment_intent.succeeded');

    expect(settling.order()).toMatchObject({ status: 'NEEDS_REPAIR', unfinished: [{ step: 'RefundPayment' }] });
    expect(settling.signals.counted.map(({ name }) => name)).toEqual(['RefundFailed']);
    expect(settling.wrong()).toEqual([]);
  });

  it('tells operators that somebody refunded an order which stands, and changes nothing', async () => {
    const settling = await setUpSettling();
    await settling.charge();
    await settling.ship();
    await settling.confirm();
    await settling.refundByHand();

    await settling.deliverLast('charge.refunded');

    expect(settling.signals.counted.map(({ name }) => name)).toEqual(['PaymentRefundedOutside']);
    expect(settling.order()?.status).toBe('CONFIRMED');
    expect([...settling.noted.values()]).toEqual([
      { orderId, eventId: 'evt_1', refundId: 're_2', at: '2026-01-01T00:00:00.000Z' },
    ]);
  });

  it('has told operators of it also when it can not be put on record', async () => {
    const settling = await setUpSettling();
    await settling.charge();
    await settling.ship();
    await settling.confirm();
    await settling.refundByHand();
    settling.takeRecordAway();

    await expect(settling.deliverLast('charge.refunded')).resolves.toBe('done');

    expect(settling.signals.counted.map(({ name }) => name)).toEqual(['PaymentRefundedOutside']);
  });
});
