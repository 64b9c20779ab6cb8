import type { Money } from '../domain/money';

export type PaymentIntentStatus =
  | 'unconfirmed'
  | 'processing'
  | 'succeeded'
  | 'declined'
  | 'action-required'
  | 'canceled';

export interface PaymentIntent {
  readonly id: string;
  readonly status: PaymentIntentStatus;
  /** What it is for; once it has succeeded, what was really taken. */
  readonly amount: Money;
  /** Why the last attempt to charge was declined: a code of the provider's. Stays when the intent is canceled later. */
  readonly declineCode?: string | undefined;
}

export type CreateIntentOutcome =
  | { readonly kind: 'created'; readonly intent: PaymentIntent }
  /** The provider takes no such payment method or amount: there is no intent, and nothing to undo. */
  | { readonly kind: 'refused'; readonly declineCode: string };

export type RefundOutcome =
  | { readonly kind: 'refunded'; readonly refundId: string }
  | { readonly kind: 'failed'; readonly refundId: string };

/**
 * The payment provider, as far as the payment steps need it. A decline is an answer, not an error.
 * Throws `OutcomeUnknownError` when a call ended without a usable answer, and `DependencyUnavailableError`
 * when the provider is known to be down: the call was not made, or was made to find out and ended without one. An answer
 * about another intent or refund than the one that was named is not a usable one.
 */
export interface PaymentProvider {
  /** Creates an intent that charges nothing before it is confirmed. Key: `<orderId>:charge`. */
  createIntent(request: {
    readonly orderId: string;
    readonly total: Money;
    readonly paymentMethodId: string;
  }): Promise<CreateIntentOutcome>;
  retrieveIntent(intentId: string): Promise<PaymentIntent>;
  /** Captures the money. An intent can be captured once, however often it is confirmed. */
  confirmIntent(intentId: string): Promise<PaymentIntent>;
  /** The tombstone at the provider: answers `canceled`, or the state that can no longer be canceled. */
  cancelIntent(intentId: string): Promise<PaymentIntent>;
  /** Gives back the whole amount once. Key: `<orderId>:refund`. */
  refundIntent(request: { readonly orderId: string; readonly intentId: string }): Promise<RefundOutcome>;
}
