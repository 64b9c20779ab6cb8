import type { ShippingAddress } from './carrier';

/** What two steps need of the intake record. Throws when the record is gone: it must outlive the saga. */
export interface PersonalData {
  paymentMethodOf(orderId: string): Promise<string>;
  shippingAddressOf(orderId: string): Promise<ShippingAddress>;
}

/** Where a customer wants to hear of an order. */
export interface CustomerContact {
  /** @returns undefined when the customer gave none, or when it was erased: both are no reason to try again */
  emailOf(orderId: string): Promise<string | undefined>;
}
