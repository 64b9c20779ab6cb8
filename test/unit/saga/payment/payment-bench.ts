import { OrderRejection } from '../../../../lambdas/domain/rejections';
import type { PaymentStore } from '../../../../lambdas/ports/payment-store';
import { createChargePayment } from '../../../../lambdas/saga/payment/charge-payment';
import { createRefundPayment } from '../../../../lambdas/saga/payment/refund-payment';
import { createInMemoryDatabase } from '../../../support/in-memory/in-memory-database';
import { createInMemoryInventoryStore } from '../../../support/in-memory/in-memory-inventory-store';
import { createInMemoryPaymentStore } from '../../../support/in-memory/in-memory-payment-store';
import { createScript, type Move } from '../../../support/scripted-provider/script';
import { createScriptedPaymentProvider } from '../../../support/scripted-provider/scripted-payment-provider';
import { underScript } from '../../../support/scripted-provider/under-script';

export const orderId = '0b7f3f0c-8a52-5d4e-9f63-2a1c7d9e4b10';
export const total = { amountMinor: 1250, currency: 'EUR' };

export const untouched = { capturedMinor: 0, captures: 0, refundedMinor: 0, refunds: 0 };
export const captured = { capturedMinor: 1250, captures: 1, refundedMinor: 0, refunds: 0 };
export const givenBack = { capturedMinor: 1250, captures: 1, refundedMinor: 1250, refunds: 1 };

export type Ending = 'charged' | 'declined' | 'undone' | 'gave-up';

/**
 * A reserved order and the payment steps over it. Every call that leaves a step (store, provider, intake record)
 * goes as the script says, in one count over all of them.
 */
export async function setUpPayment({
  moves = [],
  paymentMethodId = 'pm_card_visa',
}: {
  readonly moves?: readonly Move[];
  readonly paymentMethodId?: string;
} = {}) {
  const database = createInMemoryDatabase({
    catalogue: [{ sku: 'tea', name: 'Tea', price: total, stock: 10 }],
  });
  const lines = [{ sku: 'tea', quantity: 1 }];
  await createInMemoryInventoryStore({ database }).reserve({
    ...{ orderId, customerId: 'customer-1', lines, acceptedAt: '2026-01-01T00:00:00.000Z' },
  });

  const script = createScript(moves);
  const provider = createScriptedPaymentProvider(script);
  const store = createInMemoryPaymentStore({ database });
  const payments: PaymentStore = underScript(store, script);
  const personalData = underScript({ paymentMethodOf: async (_orderId: string) => paymentMethodId }, script);

  const charge = createChargePayment({ payments, provider, personalData });
  const refund = createRefundPayment({ payments, provider });

  return {
    database,
    script,
    provider,
    store,
    payments,
    personalData,
    charge: () => charge({ orderId }),
    refund: () => refund({ orderId }),

    /** As Step Functions runs the step: a rejection at once, anything else again, within a bound. */
    async chargeWithRetries(attempts = 4): Promise<Ending> {
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        try {
          await charge({ orderId });
          return 'charged';
        } catch (error) {
          if (error instanceof OrderRejection) {
            return error.name === 'PaymentDeclinedError' ? 'declined' : 'undone';
          }
        }
      }
      return 'gave-up';
    },
    async refundWithRetries(attempts = 12): Promise<void> {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await refund({ orderId });
          return;
        } catch (error) {
          if (attempt === attempts) {
            throw error;
          }
        }
      }
    },
    async money() {
      const { intents: _, ...money } = await provider.moneyOf(orderId);
      return money;
    },
    statusOf: () => database.orders.get(orderId)?.status,
    paymentState: () => database.payments.get(orderId)?.state,
  };
}
