import { OrderConfirmedError, RefundFailedError } from '../../domain/failures';
import type { PaymentProvider } from '../../ports/payment-provider';
import type { PaymentStore } from '../../ports/payment-store';
import { refundCaptured } from './refund-captured';
import { unsettled } from './unsettled';

export interface RefundPaymentDependencies {
  readonly payments: PaymentStore;
  readonly provider: PaymentProvider;
}

/**
 * Undoes `charge-payment.ts`, whatever it had done, was doing or will still try to do.
 *
 * Our tombstone comes first, so that no intent can be put on record any more. Then the provider's: canceling the
 * intent makes every confirmation fail that is still on its way. Only an intent that had succeeded is refunded.
 *
 * @throws OrderConfirmedError when the order passed the pivot
 * @throws RefundFailedError when the provider reports the refund as finally failed, or has done so before
 * @throws OutcomeUnknownError when the intent can still go either way, or the provider gave no usable answer
 */
export const createRefundPayment =
  ({ payments, provider }: RefundPaymentDependencies) =>
  async ({ orderId }: { readonly orderId: string }): Promise<Readonly<Record<string, string>>> => {
    const begun = await payments.beginRefund(orderId);
    switch (begun.kind) {
      case 'order-confirmed':
        throw new OrderConfirmedError(orderId);
      case 'failed':
        // By then the provider may have forgotten our key, and somebody may have paid the money back in another way.
        throw new RefundFailedError(begun.refundId);
      case 'done':
        return { outcome: 'already-undone' };
      case 'open':
        return begun.intentId === undefined ? voided() : takeBack(begun.intentId);
    }

    async function takeBack(intentId: string): Promise<Readonly<Record<string, string>>> {
      const intent = await provider.cancelIntent(intentId);
      switch (intent.status) {
        case 'canceled':
          return voided();
        case 'succeeded':
          return { outcome: 'refunded', ...(await refundCaptured({ payments, provider }, orderId, intentId)) };
        case 'declined':
        case 'action-required':
        case 'processing':
        case 'unconfirmed':
          throw unsettled('canceling the charge', intent);
      }
    }

    /** Also when no intent is on record: one may exist, but unconfirmed, and the tombstone keeps it so. */
    async function voided(): Promise<Readonly<Record<string, string>>> {
      await payments.recordVoided(orderId);
      return { outcome: 'voided' };
    }
  };
