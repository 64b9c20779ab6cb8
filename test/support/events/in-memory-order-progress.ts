import type { OrderProgress, OrderProgressStore } from '../../../lambdas/ports/order-progress';

export class InMemoryOrderProgress<State> implements OrderProgressStore<State> {
  readonly orders = new Map<string, OrderProgress<State>>();

  async find(orderId: string): Promise<OrderProgress<State> | undefined> {
    return this.orders.get(orderId);
  }

  async advance(orderId: string, from: number, to: OrderProgress<State>): Promise<boolean> {
    if ((this.orders.get(orderId)?.sequence ?? 0) !== from) {
      return false;
    }
    this.orders.set(orderId, to);
    return true;
  }
}
