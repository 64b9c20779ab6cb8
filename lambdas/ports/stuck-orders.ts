import type { OrderStatus } from '../domain/order';

/** An order in the database that nobody has finished. */
export interface UnfinishedOrder {
  readonly orderId: string;
  readonly status: OrderStatus;
  /** When it took that status. ISO 8601, UTC. */
  readonly since: string;
  readonly reason?: string | undefined;
}

export interface UnfinishedOrders {
  /** Not final and accepted before the given moment, or in need of a repair that nobody has settled by hand, whenever it was accepted. Oldest first. */
  findUnfinished(query: { readonly acceptedBefore: Date; readonly limit: number }): Promise<readonly UnfinishedOrder[]>;
  /** Those of the given orders that are not on record at all. */
  findUnwritten(orderIds: readonly string[]): Promise<readonly string[]>;
}

export interface OrderExecution {
  readonly orderId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
}

export interface OrderExecutions {
  /** `complete` is false when there were more than were read: then an order that is not listed may run as well. */
  findRunning(query: {
    readonly limit: number;
  }): Promise<{ readonly executions: readonly OrderExecution[]; readonly complete: boolean }>;
  /** Ended without an end of their own: failed, timed out or aborted. Newest first. */
  findBroken(query: { readonly limit: number }): Promise<readonly OrderExecution[]>;
}
