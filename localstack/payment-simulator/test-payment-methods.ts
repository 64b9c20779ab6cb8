/** What a payment method does when an intent that carries it is confirmed. */
export type PaymentMethodBehaviour =
  | { readonly kind: 'pays'; readonly refund?: 'failed' | 'pending' }
  | { readonly kind: 'declines'; readonly code: string; readonly declineCode: string | undefined }
  | { readonly kind: 'requires-action' }
  /** Not Stripe's: the first answer is `processing`, and whoever looks next finds it `succeeded`. */
  | { readonly kind: 'processes' };

const pays = { kind: 'pays' } as const;
const declined = (declineCode: string) => ({ kind: 'declines', code: 'card_declined', declineCode }) as const;
const invalid = (code: string) => ({ kind: 'declines', code, declineCode: code }) as const;

const BEHAVIOURS: Readonly<Record<string, PaymentMethodBehaviour>> = {
  visa: pays,
  visa_debit: pays,
  mastercard: pays,
  mastercard_debit: pays,
  amex: pays,
  discover: pays,
  diners: pays,
  jcb: pays,
  unionpay: pays,
  chargeDeclined: declined('generic_decline'),
  chargeDeclinedInsufficientFunds: declined('insufficient_funds'),
  chargeDeclinedLostCard: declined('lost_card'),
  chargeDeclinedStolenCard: declined('stolen_card'),
  chargeDeclinedFraudulent: declined('fraudulent'),
  chargeDeclinedVelocityLimitExceeded: declined('card_velocity_exceeded'),
  chargeDeclinedExpiredCard: invalid('expired_card'),
  chargeDeclinedIncorrectCvc: invalid('incorrect_cvc'),
  chargeDeclinedProcessingError: invalid('processing_error'),
  chargeCustomerFail: declined('generic_decline'),
  radarBlock: declined('fraudulent'),
  authenticationRequired: { kind: 'requires-action' },
  authenticationRequiredOnSetup: { kind: 'requires-action' },
  threeDSecure2Required: { kind: 'requires-action' },
  threeDSecureRequired: { kind: 'requires-action' },
  // Stripe reports these two later, by an event; here the answer to the refund already says it.
  refundFail: { kind: 'pays', refund: 'failed' },
  pendingRefund: { kind: 'pays', refund: 'pending' },
  simulatorProcessing: { kind: 'processes' },
};

/**
 * Stripe's test payment methods (https://docs.stripe.com/testing), `pm_card_…`. Some of them are documented
 * with a brand in the middle, as in `pm_card_visa_chargeDeclined`; both spellings are known here.
 */
export function behaviourOf(paymentMethod: string): PaymentMethodBehaviour | undefined {
  const name = paymentMethod.match(/^pm_card_(.+)$/)?.[1];
  if (name === undefined) {
    return undefined;
  }
  const known = Object.hasOwn(BEHAVIOURS, name) ? name : name.replace(/^(visa|mastercard|amex)_/, '');
  return Object.hasOwn(BEHAVIOURS, known) ? BEHAVIOURS[known] : undefined;
}
