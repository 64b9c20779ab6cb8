import type { PaymentIntent, PaymentProvider } from '../../../lambdas/ports/payment-provider';
import { over, type Sabotage } from './sabotage';

/** An undo that finds no charge leaves nothing behind, and one that finds a charge on its way waits for nothing. */
export const paymentTombstone: Sabotage = {
  stores: ({ payments }, database) => ({
    payments: over(payments, {
      async beginRefund(orderId) {
        const order = database.orders.get(orderId);
        const payment = database.payments.get(orderId);
        if (order?.status === 'CONFIRMED') {
          return { kind: 'order-confirmed' };
        }
        return payment?.state === 'CHARGED' ? payments.beginRefund(orderId) : { kind: 'done' };
      },
    }),
  }),
};

/** The refund looks whether money was taken, and leaves an intent that was not paid as it is. */
export const cancelBeforeRefund: Sabotage = {
  ports: ({ provider }, state) =>
    state === 'RefundPayment' ? { provider: over(provider, { cancelIntent: asIfCanceled(provider) }) } : {},
};

/** A decline is believed to be the last word. */
export const cancelBeforeDecline: Sabotage = {
  ports: ({ provider }, state) =>
    state === 'ChargePayment' ? { provider: over(provider, { cancelIntent: asIfCanceled(provider) }) } : {},
};

const asIfCanceled =
  (provider: PaymentProvider): PaymentProvider['cancelIntent'] =>
  async (intentId) => {
    const intent = await provider.retrieveIntent(intentId);
    return intent.status === 'succeeded' ? intent : { ...intent, status: 'canceled' };
  };

/** The provider takes every request for an intent for a new one. */
export const chargeKey: Sabotage = {
  world: (world) => {
    const { provider } = world.ports;
    const keyless = over(provider, {
      createIntent(request) {
        world.forgetKeys();
        return provider.createIntent(request);
      },
    });
    return over(world, { ports: over(world.ports, { provider: keyless }) });
  },
};

/** The provider takes every request for a refund for a new one. */
export const refundKey: Sabotage = {
  world: (world) => {
    const { provider } = world.ports;
    const keyless = over(provider, {
      refundIntent(request) {
        world.forgetKeys();
        return provider.refundIntent(request);
      },
    });
    return over(world, { ports: over(world.ports, { provider: keyless }) });
  },
};

/** A provider that makes a second refund of the same money, when it takes the request for a new one. */
export const providerGivesNoMoreThanItTook: Sabotage = {
  world: (world) => {
    const { provider } = world.ports;
    const known = new Set<string>();
    const again = new Map<string, number>();
    const generous = over(provider, {
      async refundIntent(request) {
        const { orderId } = request;
        const isMore =
          !known.has(orderId) && world.payments().some((entry) => entry.orderId === orderId && entry.refunds > 0);
        known.add(orderId);
        again.set(orderId, (again.get(orderId) ?? 0) + (isMore ? 1 : 0));
        return provider.refundIntent(request);
      },
    });
    return over(world, {
      ports: over(world.ports, { provider: generous }),
      forgetKeys() {
        known.clear();
        world.forgetKeys();
      },
      payments: () =>
        world.payments().map((entry) => {
          const more = again.get(entry.orderId) ?? 0;
          const refundedMinor = entry.refundedMinor + more * entry.capturedMinor;
          return { ...entry, refunds: entry.refunds + more, refundedMinor };
        }),
    });
  },
};

/** Whatever the provider answers is taken for what was asked. */
export const answersAreVerified: Sabotage = {
  ports: ({ provider, payments }, state) => {
    let asked: PaymentIntent['amount'] | undefined;
    const asAsked = (intent: PaymentIntent): PaymentIntent => ({ ...intent, amount: asked ?? intent.amount });
    return state !== 'ChargePayment'
      ? {}
      : {
          payments: over(payments, {
            async beginCharge(orderId) {
              const begun = await payments.beginCharge(orderId);
              asked = begun.kind === 'open' ? begun.total : undefined;
              return begun;
            },
          }),
          provider: over(provider, {
            async createIntent(request) {
              const created = await provider.createIntent(request);
              return created.kind === 'created' ? { ...created, intent: asAsked(created.intent) } : created;
            },
            retrieveIntent: async (intentId) => asAsked(await provider.retrieveIntent(intentId)),
            confirmIntent: async (intentId) => asAsked(await provider.confirmIntent(intentId)),
            cancelIntent: async (intentId) => asAsked(await provider.cancelIntent(intentId)),
          }),
        };
  },
};

/** The id of the intent is written down when the money is there, not before. */
export const intentIsOnRecordFirst: Sabotage = {
  ports: ({ payments }, state) => {
    let intentId: string | undefined;
    return state !== 'ChargePayment'
      ? {}
      : {
          payments: over(payments, {
            async recordIntent(_, id) {
              intentId = id;
              return 'recorded';
            },
            async recordCharged(orderId) {
              if (intentId !== undefined && (await payments.recordIntent(orderId, intentId)) === 'undone') {
                return 'undone';
              }
              return payments.recordCharged(orderId);
            },
          }),
        };
  },
};

/** An intent may be confirmed although the undo came first. */
export const noIntentAfterTheUndo: Sabotage = {
  ports: ({ payments }, state) =>
    state === 'ChargePayment'
      ? {
          payments: over(payments, {
            async recordIntent(orderId, intentId) {
              await payments.recordIntent(orderId, intentId);
              return 'recorded';
            },
          }),
        }
      : {},
};

/** A charge that finds itself undone leaves the money to nobody. */
export const lateCapturesAreRefunded: Sabotage = {
  ports: ({ payments }, state) =>
    state === 'ChargePayment'
      ? {
          payments: over(payments, {
            async recordCharged(orderId) {
              await payments.recordCharged(orderId);
              return 'recorded';
            },
          }),
        }
      : {},
};

/** A refusal of one attempt is put on record over the intent of another. */
export const refusalsAreOfTheirIntent: Sabotage = {
  stores: ({ payments }, database) => ({
    payments: over(payments, {
      recordDeclined: (orderId, declineCode) =>
        payments.recordDeclined(orderId, declineCode, database.payments.get(orderId)?.intentId),
    }),
  }),
};
