import type { Order, OrderStatus } from '../../../lambdas/domain/order';
import type { OrderReader, OrderView, Product } from '../../../lambdas/ports/order-reader';
import type { OrderStore, ParkOptions, UnfinishedStep } from '../../../lambdas/ports/order-store';

/** Twin of the read side of the database. */
export class InMemoryOrders implements OrderReader {
  readonly products: Product[] = [];
  readonly #orders: OrderView[];

  constructor(...orders: readonly OrderView[]) {
    this.#orders = [...orders];
  }

  async findOrder(orderId: string): Promise<OrderView | undefined> {
    return this.#orders.find((order) => order.orderId === orderId);
  }

  async listOrders({
    customerId,
    limit,
    after,
  }: Parameters<OrderReader['listOrders']>[0]): Promise<readonly OrderView[]> {
    const place = ({ acceptedAt, orderId }: { readonly acceptedAt: string; readonly orderId: string }) =>
      `${acceptedAt} ${orderId}`;
    return this.#orders
      .filter((order) => order.customerId === customerId)
      .filter((order) => after === undefined || place(order) < place(after))
      .sort((a, b) => (place(a) < place(b) ? 1 : -1))
      .slice(0, limit);
  }

  async listProducts(): Promise<readonly Product[]> {
    return this.products;
  }
}

/** Twin of the store of orders, as far as parking one goes: an end absorbs, and unfinished steps are kept. */
export class InMemoryRepairs implements Pick<OrderStore, 'markNeedsRepair'> {
  readonly parked = new Map<
    string,
    {
      readonly order: Order;
      readonly reason: string;
      readonly unfinished: readonly UnfinishedStep[];
      readonly mayBeWhole?: boolean | undefined;
    }
  >();
  readonly ended = new Map<string, OrderStatus>();

  async markNeedsRepair(
    order: Order,
    reason: string,
    unfinished: readonly UnfinishedStep[],
    { mayBeWhole }: ParkOptions = {},
  ): Promise<OrderStatus> {
    const end = this.ended.get(order.orderId);
    if (end !== undefined) {
      return end;
    }
    const parked = this.parked.get(order.orderId);
    if (parked === undefined || unfinished.length > 0) {
      this.parked.set(order.orderId, { order, reason, unfinished, mayBeWhole });
    }
    return 'NEEDS_REPAIR';
  }
}
