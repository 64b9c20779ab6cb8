import { RefundFailedError } from '../../domain/failures';
import type { PaymentProvider } from '../../ports/payment-provider';
import type { PaymentStore } from '../../ports/payment-store';

/**
 * Gives back what was taken, in full and once: the provider's key is the order's, whoever asks.
 *
 * @throws RefundFailedError when the provider reports the refund as finally failed
 */
export async function refundCaptured(
  {
    payments,
    provider,
  }: {
    readonly payments: Pick<PaymentStore, 'recordRefunded'>;
    readonly provider: Pick<PaymentProvider, 'refundIntent'>;
  },
  orderId: string,
  intentId: string,
): Promise<{ readonly refundId: string }> {
  const { kind, refundId } = await provider.refundIntent({ orderId, intentId });
  if (kind === 'failed') {
    throw new RefundFailedError(refundId);
  }
  await payments.recordRefunded(orderId, refundId);
  return { refundId };
}
