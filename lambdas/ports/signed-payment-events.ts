import type { PaymentEvent } from '../contracts/payment-event';

export type SignedPaymentEvent =
  | { readonly kind: 'event'; readonly event: PaymentEvent }
  /** Genuine, and nothing that concerns an order. */
  | { readonly kind: 'of-no-concern' }
  /** Not signed by the provider, or signed too long ago: somebody may have recorded it. */
  | { readonly kind: 'not-genuine' };

/** Reads what claims to be an event of the payment provider. */
export interface SignedPaymentEvents {
  /** @param body exactly as it was received: the signature is over its bytes */
  read(body: string, signature: string): Promise<SignedPaymentEvent>;
}
