import { moneyOf } from '../../support/simulators/simulators';
import { captured, givenBack, KEY, type StripeBench, startStripe } from './stripe-bench';

describe('Stripe: what became of a refund', () => {
  let stripe: StripeBench;
  beforeAll(async () => {
    stripe = await startStripe();
  });
  afterAll(() => stripe.simulator.close());

  async function refundByHand(intentId: string, amountMinor: number): Promise<void> {
    const { status } = await fetch(`${stripe.simulator.url}/v1/refunds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ payment_intent: intentId, amount: String(amountMinor) }),
    });
    expect(status).toBe(200);
  }

  it('is none while nobody has asked for one', async () => {
    const { intentId } = await stripe.paid();

    expect(await stripe.provider.refundsOf(intentId)).toEqual([]);
  });

  it('stands, with its amount, once it was made, and while it is pending', async () => {
    const made = await stripe.paid();
    const pending = await stripe.paid('pm_card_pendingRefund');
    const refunds = await Promise.all([made, pending].map((charge) => stripe.provider.refundIntent(charge)));

    expect(await stripe.provider.refundsOf(made.intentId)).toEqual([
      { id: refunds[0]?.refundId, amountMinor: 1250, stands: true },
    ]);
    expect(await stripe.provider.refundsOf(pending.intentId)).toEqual([
      { id: refunds[1]?.refundId, amountMinor: 1250, stands: true },
    ]);
  });

  it('does not stand any more when the bank returned it, and the newest comes first', async () => {
    const { orderId, intentId } = await stripe.paid();
    const first = await stripe.provider.refundIntent({ orderId, intentId });
    await stripe.simulator.make('return-refunds', { orderId });
    await stripe.simulator.make('forget-keys');
    const second = await stripe.provider.refundIntent({ orderId, intentId });

    expect(await stripe.provider.refundsOf(intentId)).toEqual([
      { id: second.refundId, amountMinor: 1250, stands: true },
      { id: first.refundId, amountMinor: 1250, stands: false },
    ]);
    expect(await moneyOf(stripe.simulator, orderId)).toEqual(givenBack);
  });

  it('row 31: answers that a refund failed, although Stripe repeats its first answer, that it was made', async () => {
    const { orderId, intentId } = await stripe.paid();
    const { refundId } = await stripe.provider.refundIntent({ orderId, intentId });
    await stripe.simulator.make('return-refunds', { orderId });

    expect(await stripe.provider.refundIntent({ orderId, intentId })).toEqual({ kind: 'failed', refundId });
    expect(await moneyOf(stripe.simulator, orderId)).toEqual(captured);
  });

  it('row 31: is not taken for ours when a part was refunded by hand, and Stripe repeats the 500 that it gave us', async () => {
    const { orderId, intentId } = await stripe.paid();
    await stripe.simulator.fail({ match: { orderId, operation: 'create-refund' }, fault: 'error-500-stored' });
    await expect(stripe.provider.refundIntent({ orderId, intentId })).rejects.toThrow();
    await refundByHand(intentId, 100);

    await expect(stripe.provider.refundIntent({ orderId, intentId })).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
    });
    expect(await moneyOf(stripe.simulator, orderId)).toMatchObject({ refundedMinor: 100 });
  });

  it('is told of each, however many parts somebody has refunded', async () => {
    const { intentId } = await stripe.paid();
    for (let part = 1; part <= 12; part += 1) {
      await refundByHand(intentId, 100);
    }

    expect(await stripe.provider.refundsOf(intentId)).toHaveLength(12);
  });

  it('fails as unknown while it cannot be looked up', async () => {
    const { intentId } = await stripe.paid();
    await stripe.simulator.fail({ match: { operation: 'list-refunds' }, fault: 'status-503' });

    await expect(stripe.provider.refundsOf(intentId)).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
  });
});
