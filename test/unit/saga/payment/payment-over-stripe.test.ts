import { randomUUID } from 'node:crypto';
import { createChargePayment } from '../../../../lambdas/saga/payment/charge-payment';
import { createRefundPayment } from '../../../../lambdas/saga/payment/refund-payment';
import { ACTION, COMPENSATION } from '../../../../lib/constructs/order-saga-policies';
import type { FaultRuleInput } from '../../../../localstack/simulator/fault-script';
import { eventually } from '../../../support/end-to-end/eventually';
import { createInMemoryDatabase } from '../../../support/in-memory/in-memory-database';
import { createInMemoryInventoryStore } from '../../../support/in-memory/in-memory-inventory-store';
import { createInMemoryOrderStore } from '../../../support/in-memory/in-memory-order-store';
import { createInMemoryPaymentStore } from '../../../support/in-memory/in-memory-payment-store';
import { moneyOf } from '../../../support/simulators/simulators';
import { captured, givenBack, type StripeBench, startStripe, total, untouched } from '../../gateways/stripe-bench';

/** As often as Step Functions runs an action, and a compensation. */
const ATTEMPTS = 1 + ACTION.retry.maxAttempts;
const UNDO_ATTEMPTS = 1 + COMPENSATION.retry.maxAttempts;

/** The steps as they are deployed, but for the database: the official SDK over HTTP, against the simulator. */
describe('Payment over Stripe', () => {
  let stripe: StripeBench;
  beforeAll(async () => {
    stripe = await startStripe();
  });
  afterAll(() => stripe.simulator.close());
  beforeEach(() => stripe.simulator.heal());

  async function setUp() {
    const orderId = randomUUID();
    const database = createInMemoryDatabase({ catalogue: [{ sku: 'tea', name: 'Tea', price: total, stock: 1 }] });
    const order = {
      orderId,
      customerId: 'c',
      lines: [{ sku: 'tea', quantity: 1 }],
      acceptedAt: '2026-01-01T00:00:00Z',
    };
    const inventory = createInMemoryInventoryStore({ database });
    await inventory.reserve(order);
    const payments = createInMemoryPaymentStore({ database });
    const personalData = { paymentMethodOf: async () => 'pm_card_visa' };
    const charge = createChargePayment({ payments, provider: stripe.provider, personalData });
    const impatientCharge = createChargePayment({ payments, provider: stripe.impatient, personalData });
    const refund = createRefundPayment({ payments, provider: stripe.provider });

    return {
      orderId,
      charge: () => charge({ orderId }),
      /** Gives up after a moment. */
      impatientCharge: () => impatientCharge({ orderId }),
      refund: () => refund({ orderId }),
      end: async () => {
        await inventory.release(orderId);
        return createInMemoryOrderStore({ database }).reject(order, 'ProcessingFailed');
      },
      fail: (operation: string, rule: Omit<FaultRuleInput, 'match'>) =>
        stripe.simulator.fail({ ...rule, match: { orderId, operation } }),
      money: () => moneyOf(stripe.simulator, orderId),
      row: () => database.payments.get(orderId),
      intents: async () =>
        (await stripe.simulator.ledger()).payments.find((entry) => entry.orderId === orderId)?.intents ?? [],
    };
  }

  it.each(['error-500-stored', 'error-500-after'] as const)(
    'row 31: undoes an order whose intent could never be created for a 500 that is replayed (%s): nothing was taken',
    async (fault) => {
      const payment = await setUp();
      await payment.fail('create-intent', { fault });

      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        await expect(payment.charge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
      }
      expect(await payment.refund()).toEqual({ outcome: 'voided' });

      expect(await payment.end()).toEqual({ status: 'REJECTED', unfinished: [] });
      expect(await payment.money()).toEqual(untouched);
      expect((await payment.intents()).filter(({ status }) => status !== 'requires_confirmation')).toEqual([]);
      await expect(payment.charge()).rejects.toMatchObject({ name: 'OrderUndoneError' });
    },
  );

  it('row 31: charges once after answers that say the key is in use', async () => {
    const payment = await setUp();
    await payment.fail('create-intent', { fault: 'status-409', times: 2 });
    await payment.fail('confirm-intent', { fault: 'status-409' });

    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await expect(payment.charge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    }
    await payment.charge();

    expect(await payment.money()).toEqual(captured);
    expect(await payment.intents()).toHaveLength(1);
  });

  it('row 31: charges once when the first attempt is still being worked on', async () => {
    const payment = await setUp();
    await payment.fail('create-intent', { delayMs: 1_500 });

    await expect(payment.impatientCharge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    await expect(payment.charge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    await eventually(
      () =>
        payment.charge().then(
          () => 'charged',
          () => 'in use',
        ),
      (outcome) => outcome === 'charged',
    );

    expect(await payment.money()).toEqual(captured);
    expect(await payment.intents()).toHaveLength(1);
  });

  it('row 31: refunds once behind a 500 that is replayed', async () => {
    const payment = await setUp();
    await payment.charge();
    await payment.fail('create-refund', { fault: 'error-500-after' });

    await expect(payment.refund()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    await payment.refund();

    expect(await payment.money()).toEqual(givenBack);
    expect(payment.row()?.state).toBe('REFUNDED');
  });

  it('row 31: parks an order whose refund could never be made for a 500 that is replayed: an operator sees it', async () => {
    const payment = await setUp();
    await payment.charge();
    await payment.fail('create-refund', { fault: 'error-500-stored' });

    for (let attempt = 1; attempt <= UNDO_ATTEMPTS; attempt += 1) {
      await expect(payment.refund()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    }

    expect(await payment.end()).toMatchObject({ status: 'NEEDS_REPAIR', unfinished: [{ step: 'RefundPayment' }] });
    expect(await payment.money()).toEqual(captured);

    // A day later the key is forgotten, and the operator's next try is a new request.
    await stripe.simulator.make('forget-keys');
    await payment.refund();
    expect(await payment.end()).toEqual({ status: 'REJECTED', unfinished: [] });
    expect(await payment.money()).toEqual(givenBack);
  });

  it('row 33: resumed after more than a day, finds the money that was taken by the id of its intent', async () => {
    const payment = await setUp();
    await payment.fail('confirm-intent', { fault: 'timeout-after' });
    await expect(payment.impatientCharge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    expect(await payment.money()).toEqual(captured);
    await stripe.simulator.make('forget-keys');

    await payment.charge();

    expect(await payment.money()).toEqual(captured);
    expect(await payment.intents()).toHaveLength(1);
  });

  it('row 33: resumed after more than a day without an id, leaves the intent that nobody knows and charges by a new one', async () => {
    const payment = await setUp();
    await payment.fail('create-intent', { fault: 'timeout-after' });
    await expect(payment.impatientCharge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    expect(payment.row()?.intentId).toBeUndefined();
    await stripe.simulator.make('forget-keys');

    await payment.charge();

    expect(await payment.money()).toEqual(captured);
    expect((await payment.intents()).map(({ status }) => status).sort()).toEqual([
      'requires_confirmation',
      'succeeded',
    ]);
  });

  it('row 33: undone after more than a day, cancels the intent that is on record and takes nothing', async () => {
    const payment = await setUp();
    await payment.fail('confirm-intent', { fault: 'timeout-before' });
    await expect(payment.impatientCharge()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    await stripe.simulator.make('forget-keys');

    expect(await payment.refund()).toEqual({ outcome: 'voided' });

    await expect(payment.charge()).rejects.toMatchObject({ name: 'OrderUndoneError' });
    expect(await payment.money()).toEqual(untouched);
    expect((await payment.intents()).map(({ status }) => status)).toEqual(['canceled']);
  });

  it('row 33: refunds once when the undo is resumed after more than a day', async () => {
    const payment = await setUp();
    await payment.charge();
    await payment.fail('create-refund', { fault: 'error-500-after' });
    await expect(payment.refund()).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    await stripe.simulator.make('forget-keys');

    await payment.refund();

    expect(await payment.money()).toEqual(givenBack);
  });
});
