export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'succeeded'
  | 'canceled';

/** Replaced by another when something happens to it, never changed. */
export interface Intent {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: number;
  readonly status: IntentStatus;
  readonly paymentMethod: string | null;
  readonly usedPaymentMethod: string | null;
  readonly lastPaymentError: { readonly code: string; readonly declineCode: string | undefined } | null;
  readonly amountReceived: number;
  /** How often money was taken: the ledger must be able to say that it happened twice. */
  readonly captures: number;
}

export interface Refund {
  readonly id: string;
  readonly intentId: string;
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: number;
  readonly status: 'succeeded' | 'pending' | 'failed';
}

/** Something happened that Stripe tells the account about, under the names of its events. */
export type PaymentNews =
  | {
      readonly type: 'payment_intent.succeeded' | 'payment_intent.payment_failed' | 'payment_intent.canceled';
      readonly intent: Intent;
    }
  | {
      readonly type: 'refund.created' | 'charge.refunded' | 'refund.failed';
      readonly intent: Intent;
      readonly refund: Refund;
    };

export interface PaymentBookState {
  readonly intents: readonly Intent[];
  readonly refunds: readonly Refund[];
}
