import type { OrderStatus } from '../domain/order';

/** One line of the audit trail. */
export interface EventOnRecord {
  readonly sequence: number;
  readonly type: string;
  readonly status: OrderStatus;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
}

export interface OrderHistory {
  /**
   * By sequence.
   *
   * @param atLeast version of the order that the caller knows of; what is behind that is not the answer
   */
  eventsOf(orderId: string, atLeast?: number): Promise<readonly EventOnRecord[]>;
}
