import type { Money } from '../domain/money';
import type { OrderLine, OrderStatus } from '../domain/order';

export interface OrderView {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  /** Grows by one with each change of status. */
  readonly version: number;
  readonly lines: readonly OrderLine[];
  readonly total?: Money | undefined;
  /** Why the order was rejected or needs repair. */
  readonly reason?: string | undefined;
  readonly acceptedAt: string;
  readonly updatedAt: string;
}

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly price: Money;
  readonly available: number;
}

/** Where a page of orders starts: after this order, newest first. */
export interface OrderCursor {
  readonly acceptedAt: string;
  readonly orderId: string;
}

export interface OrderReader {
  findOrder(orderId: string): Promise<OrderView | undefined>;
  /** Newest first. */
  listOrders(query: {
    readonly customerId: string;
    readonly limit: number;
    readonly after?: OrderCursor | undefined;
  }): Promise<readonly OrderView[]>;
  listProducts(): Promise<readonly Product[]>;
}
