import type { PaymentEvent } from '../../../lambdas/contracts/payment-event';
import type { PaymentNews } from '../../../localstack/payment-simulator/payment-book';

/** What the provider tells of something that happened to a payment, in the body of the message by which it arrives. */
export function paymentEvent(news: PaymentNews, index: number): { readonly orderId: string; readonly body: string } {
  const orderId = news.intent.metadata['orderId'] ?? '';
  const event: PaymentEvent = {
    schemaVersion: 1,
    eventId: `evt_${index}`,
    type: news.type,
    intentId: news.intent.id,
    orderId,
    ...('refund' in news ? { refundId: news.refund.id } : {}),
    occurredAt: '2026-05-04T10:00:00.000Z',
  };
  return { orderId, body: JSON.stringify(event) };
}
