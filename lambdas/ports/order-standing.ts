import type { OrderStatus } from '../domain/order';

/** How an order stands, as far as it can be told from where the operator is. */
export interface OrderStanding {
  /**
   * `final`: nobody has to act any more. `repair`: its saga has ended and left something undone. `under way`: a saga
   * carries it. `not started`: accepted, and its message has not got through. `unknown`: nobody accepted such an order.
   */
  readonly stands: 'final' | 'repair' | 'under way' | 'not started' | 'unknown';
  /** The status, where the database could be asked. */
  readonly status?: OrderStatus | undefined;
}

export type FindStanding = (orderId: string) => Promise<OrderStanding>;

/** How the execution of an order's saga stands. */
export interface ExecutionStatus {
  statusOf(orderId: string): Promise<'RUNNING' | 'SUCCEEDED' | 'BROKEN' | undefined>;
}
