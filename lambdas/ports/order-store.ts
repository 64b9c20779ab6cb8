import type { Order, OrderStatus } from '../domain/order';

export type ConfirmOutcome =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'undone' }
  | { readonly kind: 'out-of-order'; readonly status: OrderStatus | 'UNKNOWN' };

/** A step that could not be finished, and why. Holds nothing personal. */
export interface UnfinishedStep {
  readonly step: string;
  readonly error: string;
}

/** The order itself. Each method is atomic and may be called any number of times. */
export interface OrderStore {
  /** The pivot: the order becomes final, its reservation becomes a sale. */
  confirm(orderId: string): Promise<ConfirmOutcome>;
  /** Ends an order that was undone. `reason` is a rejection's name or `ProcessingFailed`. Answers the status that stands. */
  reject(order: Order, reason: string): Promise<OrderStatus>;
  /** Parks an order for an operator unless it is final. Creates the row when the first step never did. */
  markNeedsRepair(order: Order, reason: string, unfinished: readonly UnfinishedStep[]): Promise<OrderStatus>;
}
