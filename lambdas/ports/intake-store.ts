import type { Order } from '../domain/order';
import type { ShippingAddress } from './carrier';

/** An accepted order on its way to its saga: what a message needs, and nothing personal. */
export interface PendingOrder extends Order {
  /** X-Ray header of the request, so that a message sent later by the sweeper continues its trace. */
  readonly traceHeader?: string | undefined;
  readonly enqueuedAt?: string | undefined;
  readonly startedAt?: string | undefined;
}

/** Everything the customer sent, kept in one place: the only one that holds personal data. */
export interface IntakeRecord extends PendingOrder {
  readonly bodyHash: string;
  readonly paymentMethodId: string;
  readonly shippingAddress: ShippingAddress;
  readonly email?: string | undefined;
}

/** Accepted orders. The record is written before the `202`, so an accepted order is never lost. */
export interface IntakeStore {
  /** Stores the record on condition that it is new; answers the record that was there before, if any. */
  putIfNew(record: IntakeRecord): Promise<IntakeRecord | undefined>;
  find(orderId: string): Promise<IntakeRecord | undefined>;
  /** Does nothing when there is no such record, as does `markStarted`: a mark never makes an order. */
  markEnqueued(orderId: string, at: Date): Promise<void>;
  /** Called when the saga has been started: from here on Step Functions carries the order. */
  markStarted(orderId: string, at: Date): Promise<void>;
  /** Accepted before the given moment and not started yet, oldest first. */
  findNotStarted(query: { readonly acceptedBefore: Date; readonly limit: number }): Promise<readonly PendingOrder[]>;
  /**
   * Accepted before the given moment and never recorded as enqueued, about the oldest first: however many wait in the queue,
   * they do not hide a forgotten one. Reads on as the caller does, and answers each order once, whatever is marked meanwhile.
   */
  findForgotten(acceptedBefore: Date): AsyncIterable<PendingOrder>;
}
