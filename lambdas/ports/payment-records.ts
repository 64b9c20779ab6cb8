import type { Money } from '../domain/money';

export type PaymentState = 'OPEN' | 'CHARGED' | 'DECLINED' | 'REFUNDING' | 'VOIDED' | 'REFUNDED';

/** An order's payment as our books have it. */
export interface PaymentOnRecord {
  readonly orderId: string;
  readonly state: PaymentState;
  /** The order is being undone, or was: nothing may be kept that is taken for it. */
  readonly isUndone: boolean;
  /** No saga carries the order any more; whether or not it is being undone, people settle it. */
  readonly isInRepair: boolean;
  /** A person has settled outside of this system what the order has unfinished as it stands. */
  readonly isResolved: boolean;
  readonly isConfirmed: boolean;
  readonly total?: Money | undefined;
  readonly intentId?: string | undefined;
  readonly refundId?: string | undefined;
}

/**
 * `superseded`: another refund is on record by now. `too-early`: the undo of the order has not ended, and only after it
 * can its payment be opened again.
 */
export type RefundFailedOutcome = 'recorded' | 'superseded' | 'too-early';

/** Payments as whoever is told of them from outside finds them. Each method is atomic and may be called any number of times. */
export interface PaymentRecords {
  /** The payment that this intent is on record for; else that of the order, under whatever intent it is on record. */
  find(query: {
    readonly intentId: string;
    readonly orderId?: string | undefined;
  }): Promise<PaymentOnRecord | undefined>;
  /** This refund will never arrive: it is owed again, and an order that had ended needs repair. */
  recordRefundFailed(orderId: string, refundId: string): Promise<RefundFailedOutcome>;
}
