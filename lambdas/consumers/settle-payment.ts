import { MESSAGES } from '../contracts/messages';
import { MetricName } from '../contracts/metrics';
import type { RefundsOutside } from '../ports/refunds-outside';
import type { Signals } from '../ports/signals';
import type { GrowingDelay } from '../resilience/backoff';
import { PoisonMessageError, parseVersioned } from '../runtime/poison-message';
import { logger } from '../runtime/powertools';
import type { HandleMessage } from '../runtime/sqs-batch';
import type { createReconcilePayment, Reconciliation } from '../saga/payment/reconcile-payment';

/** What its queue, its dead letters and the explanations of them are called in the environment. */
export const settlePaymentVariables = [
  'PAYMENT_EVENT_QUEUE_URL',
  'PAYMENT_EVENT_DEAD_LETTERS_URL',
  'FAILURE_RECORDS_TABLE',
] as const;

/**
 * An hour in all, longer than a step of the saga waits for the provider or for Postgres: an event that became a dead
 * letter in an outage would be one more thing for an operator to do. The queue's number of receives is one more than these.
 */
export const settlePaymentRetry = (scale: number): GrowingDelay => ({
  delaysSeconds: [60, 300, 600, 1_200, 1_800],
  jitter: 0.2,
  scale,
});

/** What operators watch. None of these is a way that an order should take. */
const SIGNALS: { readonly [kind in Reconciliation['kind']]?: MetricName } = {
  'given-back': MetricName.PaymentGivenBack,
  'refund-failed': MetricName.RefundFailed,
  'refunded-outside': MetricName.PaymentRefundedOutside,
};

/**
 * Looks what is behind an event of the payment provider. The event itself is believed to exist and nothing more: late,
 * repeated and out of order all lead to the same books, so no list of events that were seen is kept.
 */
export const createSettlePayment =
  ({
    reconcile,
    signals,
    refundsOutside,
  }: {
    readonly reconcile: ReturnType<typeof createReconcilePayment>;
    readonly signals: Signals;
    /** For whoever looks at the order later. */
    readonly refundsOutside: Pick<RefundsOutside, 'record'>;
  }): HandleMessage =>
  async ({ body }) => {
    const { eventId, type, intentId, orderId, refundId, occurredAt } = parseVersioned(MESSAGES.paymentEvent, body);
    const outcome = await reconcile({ intentId, orderId, isAboutRefund: !type.startsWith('payment_intent.') });

    if (outcome.kind === 'taken-by-a-stranger') {
      throw new PoisonMessageError('money was taken for an order by an intent that is not on record for it');
    }
    if (outcome.kind === 'settled-by-a-person') {
      throw new PoisonMessageError('money is taken for an order that was marked as resolved, and was not given back');
    }
    const signal = SIGNALS[outcome.kind];
    if (signal !== undefined && 'orderId' in outcome) {
      signals.count(signal, 1, { orderId: outcome.orderId, eventId });
    }
    if (outcome.kind === 'refunded-outside') {
      const refund = { orderId: outcome.orderId, eventId, refundId, at: occurredAt };
      // The signal is what rings, and it has: the event must not be handled, and counted, again for its record.
      await refundsOutside.record(refund).catch((error: unknown) => {
        logger.warn('a refund at the provider is not on record', { ...refund, error: error as Error });
      });
    }
    return 'done';
  };
