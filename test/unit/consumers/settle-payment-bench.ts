import { createSettlePayment } from '../../../lambdas/consumers/settle-payment';
import type { PaymentEvent } from '../../../lambdas/contracts/payment-event';
import type { UnfinishedStep } from '../../../lambdas/ports/order-store';
import type { RefundOutside } from '../../../lambdas/ports/refunds-outside';
import { createReconcilePayment } from '../../../lambdas/saga/payment/reconcile-payment';
import { createRefundPayment } from '../../../lambdas/saga/payment/refund-payment';
import type { PaymentNews } from '../../../localstack/payment-simulator/payment-book';
import { whatIsWrongWith } from '../../support/contracts/check-snapshot';
import { createInMemoryInventoryStore } from '../../support/in-memory/in-memory-inventory-store';
import { createInMemoryOrderResolutions } from '../../support/in-memory/in-memory-order-resolutions';
import { createInMemoryOrderStore } from '../../support/in-memory/in-memory-order-store';
import { createInMemoryPaymentRecords } from '../../support/in-memory/in-memory-payment-records';
import { createInMemoryShipmentStore } from '../../support/in-memory/in-memory-shipment-store';
import { snapshotOf } from '../../support/in-memory/in-memory-world';
import { InMemorySignals } from '../../support/intake/in-memory-signals';
import { underScript } from '../../support/scripted-provider/under-script';
import { orderId, setUpPayment } from '../saga/payment/payment-bench';

export const eventOf = (news: PaymentNews, n = 1): PaymentEvent => ({
  schemaVersion: 1,
  eventId: `evt_${n}`,
  type: news.type,
  intentId: news.intent.id,
  orderId,
  ...('refund' in news ? { refundId: news.refund.id } : {}),
  occurredAt: '2026-01-01T00:00:00.000Z',
});

/** A reserved order, its payment steps, its end, and the consumer of the provider's events over all of them. */
export async function setUpSettling(setUp: Parameters<typeof setUpPayment>[0] = {}) {
  const payment = await setUpPayment(setUp);
  const { database, provider, payments, script } = payment;
  const records = underScript(createInMemoryPaymentRecords({ database }), script);
  const orders = createInMemoryOrderStore({ database });
  const inventory = createInMemoryInventoryStore({ database });
  const signals = new InMemorySignals();
  const refundPayment = createRefundPayment({ payments, provider });
  const shipments = createInMemoryShipmentStore({ database });
  let part: number | undefined;
  let meanwhile = async (): Promise<unknown> => undefined;
  // Laid over and not copied: a test may put something else in the place of the provider's own calls.
  const partly: typeof provider = Object.assign(Object.create(provider), {
    refundsOf: async (intentId: string) => {
      const refunds = await provider.refundsOf(intentId);
      await meanwhile();
      return refunds.map((refund) => ({ ...refund, amountMinor: part ?? refund.amountMinor }));
    },
  });
  const noted = new Map<string, RefundOutside>();
  let isRecordAway = false;
  const settle = createSettlePayment({
    reconcile: createReconcilePayment({ records, payments, provider: partly, refundPayment }),
    signals,
    refundsOutside: {
      async record(refund) {
        noted.set(refund.eventId, refund);
        if (isRecordAway) {
          throw new Error('away');
        }
      },
    },
  });

  const deliver = (event: Partial<PaymentEvent> | string) =>
    settle({
      body: typeof event === 'string' ? event : JSON.stringify({ ...eventOf(someNews()), ...event }),
      traceHeader: undefined,
      remainingTimeMs: () => 30_000,
    });
  const someNews = (): PaymentNews => {
    const [first] = provider.news;
    if (first === undefined) {
      throw new Error('nothing has happened at the provider yet');
    }
    return first;
  };

  return {
    ...payment,
    signals,
    noted,
    takeRecordAway: () => {
      isRecordAway = true;
    },
    deliver,
    /** The last event of this type. */
    deliverLast: (type: PaymentNews['type']) => {
      const news = provider.news.findLast((candidate) => candidate.type === type);
      if (news === undefined) {
        throw new Error(`the provider has no event ${type} to tell`);
      }
      return deliver(eventOf(news));
    },
    /** As the saga does on its way back, whatever the payment's undo came to. */
    end: async () => {
      const order = database.orders.get(orderId);
      if (order === undefined) {
        throw new Error('the order is on record from the beginning');
      }
      await inventory.release(orderId);
      return orders.reject(order, 'ShipmentRefusedError');
    },
    /** As whoever is told that its execution was stopped, or that nobody knows whether it is confirmed. */
    park: (...unfinished: readonly UnfinishedStep[]) => {
      const order = database.orders.get(orderId);
      return order && orders.markNeedsRepair(order, 'ExecutionAborted', unfinished);
    },
    ship: async () => {
      await shipments.beginShipment(orderId);
      await shipments.recordBooked(orderId, 'shp_1');
    },
    confirm: () => orders.confirm(orderId),
    /** As an operator does at the provider. */
    refundByHand: () =>
      provider.refundIntent({ orderId: 'by hand', intentId: database.payments.get(orderId)?.intentId ?? '' }),
    /** As if no more than this had been refunded. */
    refundIsOf: (amountMinor: number) => {
      part = amountMinor;
    },
    onceRefundsAreListed: (happens: () => Promise<unknown>) => {
      meanwhile = happens;
    },
    /** As an operator does who has settled outside what is unfinished. */
    resolve: () => {
      const { version = 0, unfinished = [] } = database.orders.get(orderId) ?? {};
      return createInMemoryOrderResolutions({ database }).record({
        ...{ orderId, version, unfinished, reason: 'paid back by bank transfer', by: 'ada' },
      });
    },
    release: () => inventory.release(orderId),
    order: () => database.orders.get(orderId),
    row: () => database.payments.get(orderId),
    wrong: () => whatIsWrongWith(snapshotOf(database)),
  };
}
