import type { OrderEventType } from '../events';
import type { Money } from '../money';
import type { OrderLine, OrderStatus } from '../order';

/** Everything that is written down anywhere about a set of orders, taken while the system is quiet. */
export interface Books {
  /** Order ids that were answered `202`. */
  readonly accepted: readonly string[];
  readonly orders: readonly BookedOrder[];
  readonly stock: readonly StockLevel[];
  readonly events: readonly BookedEvent[];
  /** The payment provider's own ledger: what really happened to the money. */
  readonly payments: readonly PaymentEntry[];
  /** The carrier's own ledger. */
  readonly shipments: readonly ShipmentEntry[];
  readonly executions: readonly ExecutionEntry[];
  /** Order ids whose message lies in the dead letters. */
  readonly deadLettered: readonly string[];
  /** What should be nowhere once all is quiet. @default nobody has looked */
  readonly leftovers?: Leftovers;
}

export interface Leftovers {
  /** Events on record that have not left. */
  readonly unpublished: readonly Pick<BookedEvent, 'orderId' | 'sequence'>[];
  /** What dead letters say they are about that were sent back, and are there again. */
  readonly redrivenInVain: readonly string[];
  /** Keys of requests that count as being worked on although their time is over. */
  readonly abandoned: readonly string[];
}

export interface BookedOrder {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total?: Money | undefined;
  /** Names of the steps that an order in `NEEDS_REPAIR` could not finish. */
  readonly unfinished: readonly string[];
}

export interface StockLevel {
  readonly sku: string;
  readonly initial: number;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  /** What all reservations say that they hold. @default nobody has added them up */
  readonly held?: number;
}

export interface BookedEvent {
  readonly orderId: string;
  readonly sequence: number;
  readonly type: OrderEventType;
  readonly status: OrderStatus;
}

export interface PaymentEntry {
  readonly orderId: string;
  readonly currency: string;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly captures: number;
  readonly refunds: number;
}

export interface ShipmentEntry {
  readonly orderId: string;
  readonly state: 'booked' | 'cancelled' | 'refused';
}

export interface ExecutionEntry {
  readonly orderId: string;
  readonly status: string;
  /** States that it has entered, in their order. @default nobody has looked */
  readonly visited?: readonly string[];
}
