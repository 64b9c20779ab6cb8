import type { Intent, PaymentNews, Refund } from './payment-book';

/** The fields of Stripe's PaymentIntent (https://docs.stripe.com/api/payment_intents/object) that are of use here. */
export const intentDocument = (intent: Intent): Record<string, unknown> => ({
  id: intent.id,
  object: 'payment_intent',
  amount: intent.amount,
  amount_received: intent.amountReceived,
  currency: intent.currency,
  status: intent.status,
  client_secret: `${intent.id}_secret_simulated`,
  confirmation_method: 'automatic',
  capture_method: 'automatic',
  payment_method: intent.paymentMethod,
  allowed_payment_method_types: ['card'],
  payment_method_types: ['card'],
  metadata: intent.metadata,
  created: intent.created,
  livemode: false,
  next_action: intent.status === 'requires_action' ? { type: 'use_stripe_sdk', use_stripe_sdk: {} } : null,
  last_payment_error:
    intent.lastPaymentError === null
      ? null
      : {
          type: 'card_error',
          code: intent.lastPaymentError.code,
          decline_code: intent.lastPaymentError.declineCode,
          message: 'Your card was declined.',
          payment_method: { id: intent.usedPaymentMethod, object: 'payment_method', type: 'card' },
        },
  latest_charge: intent.amountReceived > 0 || intent.lastPaymentError !== null ? `ch_${intent.id.slice(3)}` : null,
});

/** https://docs.stripe.com/api/refunds/object */
export const refundDocument = (refund: Refund): Record<string, unknown> => ({
  id: refund.id,
  object: 'refund',
  amount: refund.amount,
  currency: refund.currency,
  payment_intent: refund.intentId,
  charge: `ch_${refund.intentId.slice(3)}`,
  status: refund.status,
  metadata: refund.metadata,
  created: refund.created,
  ...(refund.status === 'failed' ? { failure_reason: 'expired_or_canceled_card' } : {}),
});

/** https://docs.stripe.com/api/charges/object: it carries the metadata of its intent. */
const chargeDocument = (intent: Intent): Record<string, unknown> => ({
  id: `ch_${intent.id.slice(3)}`,
  object: 'charge',
  amount: intent.amount,
  currency: intent.currency,
  payment_intent: intent.id,
  metadata: intent.metadata,
  refunded: true,
});

function documentOf(news: PaymentNews): Record<string, unknown> {
  switch (news.type) {
    case 'charge.refunded':
      return chargeDocument(news.intent);
    case 'refund.created':
    case 'refund.failed':
      return refundDocument(news.refund);
    default:
      return intentDocument(news.intent);
  }
}

/** https://docs.stripe.com/api/events/object: the object is shown as it was when the event happened. */
export const eventDocument = (id: string, created: number, news: PaymentNews): Record<string, unknown> => ({
  id,
  object: 'event',
  created,
  type: news.type,
  livemode: false,
  pending_webhooks: 1,
  request: { id: null, idempotency_key: null },
  data: { object: documentOf(news) },
});
