import type { OrderStatus } from '../domain/order';
import type { TracedOrder } from './traced-order';

export type ConfirmOutcome =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'undone' }
  | { readonly kind: 'out-of-order'; readonly status: OrderStatus | 'UNKNOWN' };

/** A step that could not be finished, and why. Holds nothing personal. */
export interface UnfinishedStep {
  readonly step: string;
  readonly error: string;
}

export interface RejectOutcome {
  /** The status that stands. */
  readonly status: OrderStatus;
  /** What is still held, charged or booked for the order, when that is why it is not `REJECTED`. */
  readonly unfinished: readonly UnfinishedStep[];
}

export interface ParkOptions {
  /**
   * The caller knows nothing, and nobody wanted the order undone: one that is charged and booked, and of which nothing is
   * undone, has nothing but its confirmation unfinished, and can still be confirmed.
   *
   * @default false
   */
  readonly mayBeWhole?: boolean;
}

/** The order itself. Each method is atomic and may be called any number of times. */
export interface OrderStore {
  /** The pivot: the order becomes final, its reservation becomes a sale. Not of one that a person has settled by hand. */
  confirm(orderId: string): Promise<ConfirmOutcome>;
  /**
   * Ends an order that was undone, or parks it as `NEEDS_REPAIR` when the books show that it was not: `REJECTED` means
   * that nothing is held, charged or booked. `reason` is a rejection's name, `ProcessingFailed` or `ReservationExpired`.
   */
  reject(order: TracedOrder, reason: string): Promise<RejectOutcome>;
  /**
   * Parks an order for an operator unless it is final. Creates the row when the first step never did. Whatever else is
   * still held, charged or booked is added to the record, since the caller may know nothing, or of its own run only;
   * unless the confirmation is unfinished, and nothing is being undone. An order in repair keeps the reason for which
   * it came there: later calls say how far an undo has come. Answers the status that stands.
   */
  markNeedsRepair(
    order: TracedOrder,
    reason: string,
    unfinished: readonly UnfinishedStep[],
    options?: ParkOptions,
  ): Promise<OrderStatus>;
}
