import type { Books } from './books';
import type { Violation } from './violation';

const MAY_STILL_BE_BOOKED = new Set(['CancelShipment', 'ConfirmOrder']);

/** A confirmed order has a shipment; an order that was undone has none, and nothing is shipped for no order. */
export function checkShipments({ orders, shipments }: Books): readonly Violation[] {
  const booked = new Set(shipments.filter(({ state }) => state === 'booked').map(({ orderId }) => orderId));
  const known = new Set(orders.map(({ orderId }) => orderId));
  const strangers = [...booked].filter((orderId) => !known.has(orderId));

  const ofOrders = orders.flatMap(({ orderId, status, unfinished }) => {
    if (status === 'CONFIRMED' && !booked.has(orderId)) {
      return [violation(orderId, 'confirmed, but the carrier has no shipment')];
    }
    const undone =
      status === 'REJECTED' ||
      status === 'CANCELLED' ||
      (status === 'NEEDS_REPAIR' && !unfinished.some((step) => MAY_STILL_BE_BOOKED.has(step)));
    return undone && booked.has(orderId) ? [violation(orderId, `${status}, but the carrier still has a shipment`)] : [];
  });
  return [
    ...strangers.map((orderId) => violation(orderId, 'the carrier has a shipment of an order that is not on record')),
    ...ofOrders,
  ];
}

const violation = (subject: string, detail: string): Violation => ({ invariant: 'shipment', subject, detail });
