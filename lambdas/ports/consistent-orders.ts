import type { ConsistencyToken } from '../contracts/consistency-token';
import type { OrderReader, OrderView, Product } from './order-reader';

type ListQuery = Parameters<OrderReader['listOrders']>[0];

/** Reads that never show less than their caller has seen. Without a token they may be a moment behind. */
export interface ConsistentOrders {
  findOrder(orderId: string, seen?: ConsistencyToken): Promise<OrderView | undefined>;
  listOrders(query: ListQuery, seen?: ConsistencyToken): Promise<readonly OrderView[]>;
  listProducts(seen?: ConsistencyToken): Promise<readonly Product[]>;
}

/** A reader that may be behind, and says so when it is asked. */
export interface ReplicaReader extends OrderReader {
  /**
   * The list, if this database has that version of that order, or a later one; both are looked at in one moment.
   * Nothing, if it is behind.
   */
  listOrdersSince(
    query: ListQuery,
    order: { readonly orderId: string; readonly version: number },
  ): Promise<readonly OrderView[] | undefined>;
}

/** `waited`: the replica answered after it had caught up. */
export type ReadChoice = 'replica' | 'waited' | 'writer';

export interface ReadObserver {
  chose(choice: ReadChoice): void;
}
