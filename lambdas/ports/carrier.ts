import type { OrderLine } from '../domain/order';

export interface ShippingAddress {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly postalCode: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export type BookingOutcome =
  | { readonly kind: 'booked'; readonly shipmentId: string }
  /** Of this request. An earlier one may have been booked, or may still arrive: canceling makes the refusal final. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'cancelled' };

/** The carrier. Our order id is its reference, so booking and cancelling are idempotent there. */
export interface Carrier {
  book(request: {
    readonly orderId: string;
    readonly address: ShippingAddress;
    readonly lines: readonly OrderLine[];
  }): Promise<BookingOutcome>;
  /** Leaves a tombstone at the carrier even when nothing was booked. */
  cancel(orderId: string): Promise<void>;
}
