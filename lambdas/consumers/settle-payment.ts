import { MESSAGES } from '../contracts/messages';
import type { Signals } from '../ports/signals';
import { PoisonMessageError, parseVersioned } from '../runtime/poison-message';
import type { HandleMessage } from '../runtime/sqs-batch';
import type { createReconcilePayment, Reconciliation } from '../saga/payment/reconcile-payment';

/** What operators watch. None of these is a way that an order should take. */
const SIGNALS: { readonly [kind in Reconciliation['kind']]?: string } = {
  'given-back': 'PaymentGivenBack',
  'refund-failed': 'RefundFailed',
  'refunded-outside': 'PaymentRefundedOutside',
};

/**
 * Looks what is behind an event of the payment provider. The event itself is believed to exist and nothing more: late,
 * repeated and out of order all lead to the same books, so no list of events that were seen is kept.
 */
export const createSettlePayment =
  ({
    reconcile,
    signals,
  }: {
    readonly reconcile: ReturnType<typeof createReconcilePayment>;
    readonly signals: Signals;
  }): HandleMessage =>
  async ({ body }) => {
    const { eventId, type, intentId, orderId } = parseVersioned(MESSAGES.paymentEvent, body);
    const outcome = await reconcile({ intentId, orderId, isAboutRefund: !type.startsWith('payment_intent.') });

    if (outcome.kind === 'taken-by-a-stranger') {
      throw new PoisonMessageError('money was taken for an order by an intent that is not on record for it');
    }
    const signal = SIGNALS[outcome.kind];
    if (signal !== undefined && 'orderId' in outcome) {
      signals.count(signal, 1, { orderId: outcome.orderId, eventId });
    }
    return 'done';
  };
