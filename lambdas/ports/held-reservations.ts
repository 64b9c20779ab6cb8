import type { Order } from '../domain/order';

export interface HeldReservations {
  /**
   * Orders with an undo to finish although nothing has moved them for so long: they hold stock, or have released it and
   * nobody has written down yet what became of them. The longest accepted first, from after the given order on.
   *
   * Not those that are left to people: whose confirmation has no outcome while nothing of them was undone, and which
   * somebody has settled by hand.
   */
  findUnmoved(query: {
    readonly forMs: number;
    readonly limit: number;
    readonly after?: Pick<Order, 'orderId' | 'acceptedAt'> | undefined;
  }): Promise<readonly Order[]>;
  /** One of the orders that nothing has moved for so long and that are not final, each as likely as any other. */
  findPlace(query: { readonly forMs: number }): Promise<Pick<Order, 'orderId' | 'acceptedAt'> | undefined>;
}
