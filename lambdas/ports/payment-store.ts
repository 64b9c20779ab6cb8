import type { Money } from '../domain/money';
import type { OrderStatus } from '../domain/order';

export type BeginChargeOutcome =
  /** The intent to charge is on record; `intentId` is there when an earlier attempt got that far. */
  | { readonly kind: 'open'; readonly total: Money; readonly intentId?: string | undefined }
  | { readonly kind: 'charged'; readonly intentId: string }
  | { readonly kind: 'declined'; readonly declineCode: string }
  /** The order is being undone, or was. An earlier attempt may have left an open charge, which the undo settles. */
  | { readonly kind: 'undone' }
  | { readonly kind: 'out-of-order'; readonly status: OrderStatus | 'UNKNOWN' };

export type BeginRefundOutcome =
  /** From here on no charge can be recorded; without `intentId` none was ever confirmed at the provider. */
  | { readonly kind: 'open'; readonly intentId?: string | undefined }
  /** The bank has returned a refund of it. Another one may be a second payment: that is for people to decide. */
  | { readonly kind: 'failed'; readonly refundId: string }
  | { readonly kind: 'done' }
  | { readonly kind: 'order-confirmed' };

/** `undone`: a compensation came first; the caller must leave no effect at the provider. */
export type RecordOutcome = 'recorded' | 'undone';

/** What we know of an order's payment. Each method is atomic and may be called any number of times. */
export interface PaymentStore {
  beginCharge(orderId: string): Promise<BeginChargeOutcome>;
  /** Must answer `recorded` before the intent is confirmed at the provider. */
  recordIntent(orderId: string, intentId: string): Promise<RecordOutcome>;
  recordCharged(orderId: string): Promise<RecordOutcome>;
  /**
   * No money was taken and none will be, as far as this intent goes; without one none could even be created. Holds only
   * while no other intent is on record: then a later attempt got further, and what this one knows is out of date.
   */
  recordDeclined(orderId: string, declineCode: string, intentId?: string): Promise<RecordOutcome>;
  /** Moves the order to compensating and leaves the tombstone, whatever had happened before. */
  beginRefund(orderId: string): Promise<BeginRefundOutcome>;
  /** Nothing was captured and nothing can be any more. */
  recordVoided(orderId: string): Promise<void>;
  recordRefunded(orderId: string, refundId: string): Promise<void>;
}
