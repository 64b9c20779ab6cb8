import type { ShippingAddress } from './carrier';

/** What two steps need of the intake record. Throws when the record is gone: it must outlive the saga. */
export interface PersonalData {
  paymentMethodOf(orderId: string): Promise<string>;
  shippingAddressOf(orderId: string): Promise<ShippingAddress>;
}
