import type { Order } from '../domain/order';

/** An order that nothing has moved for long. */
export interface UnmovedOrder extends Order {
  /** It holds stock for a parcel that is booked, or may be: whether the goods are still there is for a person to say. */
  readonly awaitsPerson: boolean;
}

export interface HeldReservations {
  /**
   * Orders with an undo to finish although nothing has moved them for so long: they hold stock, or have released it and
   * nobody has written down yet what became of them. The longest accepted first, from after the given order on.
   *
   * Not those that are in repair and left to people: whose confirmation has no outcome while nothing of them was undone,
   * whose stock may be in a parcel, and which somebody has settled by hand. But those whose record does not name yet
   * what they owe: whoever parked them died on the way.
   */
  findUnmoved(query: {
    readonly forMs: number;
    readonly limit: number;
    readonly after?: Pick<Order, 'orderId' | 'acceptedAt'> | undefined;
  }): Promise<readonly UnmovedOrder[]>;
  /**
   * Calls off an order that was found: from then on no step begins anything for it.
   *
   * @returns false, and does nothing, when it would not be found any more
   */
  callOff(query: { readonly forMs: number; readonly orderId: string }): Promise<boolean>;
  /** One of the orders that nothing has moved for so long and that are not final, each as likely as any other. */
  findPlace(query: { readonly forMs: number }): Promise<Pick<Order, 'orderId' | 'acceptedAt'> | undefined>;
}
