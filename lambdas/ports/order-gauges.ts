import type { OrderStatus } from '../domain/order';

/** How things stand with the orders that are neither final nor settled by hand. */
export interface OpenOrders {
  readonly byStatus: Partial<Readonly<Record<OrderStatus, number>>>;
  /** Accepted before the moment that was asked for, and neither final nor in an operator's hands. */
  readonly stuck: number;
  /** When the oldest of those in need of repair came to be so. ISO 8601, UTC. */
  readonly oldestRepairSince?: string | undefined;
  /** When the oldest event that nobody has published was written. ISO 8601, UTC. */
  readonly oldestUnpublishedSince?: string | undefined;
}

export interface OrderGauges {
  readOpenOrders(query: { readonly acceptedBefore: Date }): Promise<OpenOrders>;
}
