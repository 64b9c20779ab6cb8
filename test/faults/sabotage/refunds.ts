import { CONSUMERS } from '../world/steps';
import type { Ports } from '../world/world';
import { over, type Sabotage } from './sabotage';

const ofEvents = (change: (ports: Ports) => Partial<Ports>): Sabotage => ({
  consumers: { SettlePayment: (ports) => CONSUMERS.SettlePayment(over(ports, change(ports))) },
});

/** A refund that failed is asked for once more, whoever is at it. */
export const failedRefundsAreFinal: Sabotage = {
  stores: ({ payments }, database) => ({
    payments: over(payments, {
      async beginRefund(orderId) {
        const begun = await payments.beginRefund(orderId);
        const intentId = database.payments.get(orderId)?.intentId;
        return begun.kind === 'failed' ? { kind: 'open', ...(intentId && { intentId }) } : begun;
      },
    }),
  }),
};

/** An event has money given back without a look at what was given back before. */
export const eventsLookForRefundsFirst: Sabotage = ofEvents(({ paymentRecords, provider }) => {
  let isTakenBack = false;
  return {
    paymentRecords: over(paymentRecords, {
      async find(query) {
        const payment = await paymentRecords.find(query);
        const { state = 'CHARGED', isUndone } = payment ?? {};
        isTakenBack = state === 'OPEN' ? isUndone === true : ['REFUNDING', 'VOIDED', 'DECLINED'].includes(state);
        return payment;
      },
    }),
    provider: over(provider, {
      refundsOf: async (intentId) => (isTakenBack ? [] : provider.refundsOf(intentId)),
    }),
  };
});

/** A refund by hand of an order that is on its way calls it off, as if nobody carried it. */
export const refundByHandWaitsForTheSaga: Sabotage = ofEvents(({ paymentRecords }) => ({
  paymentRecords: over(paymentRecords, {
    async find(query) {
      const payment = await paymentRecords.find(query);
      return payment && { ...payment, isInRepair: true };
    },
  }),
}));
