import type { Order } from '../domain/order';
import type { ShippingAddress } from './carrier';

/** Everything the customer sent, kept in one place: the only one that holds personal data. */
export interface IntakeRecord extends Order {
  readonly bodyHash: string;
  readonly paymentMethodId: string;
  readonly shippingAddress: ShippingAddress;
  /** X-Ray header of the request, so that a message sent later by the sweeper continues its trace. */
  readonly traceHeader?: string | undefined;
  readonly enqueuedAt?: string | undefined;
  readonly startedAt?: string | undefined;
}

/** Accepted orders. The record is written before the `202`, so an accepted order is never lost. */
export interface IntakeStore {
  /** Stores the record on condition that it is new; answers the record that was there before, if any. */
  putIfNew(record: IntakeRecord): Promise<IntakeRecord | undefined>;
  find(orderId: string): Promise<IntakeRecord | undefined>;
  markEnqueued(orderId: string, at: Date): Promise<void>;
  /** Called when the saga has been started: from here on Step Functions carries the order. */
  markStarted(orderId: string, at: Date): Promise<void>;
  /** Accepted before the given moment and not started yet, oldest first within each page. */
  findNotStarted(query: { readonly acceptedBefore: Date; readonly limit: number }): Promise<readonly IntakeRecord[]>;
}
