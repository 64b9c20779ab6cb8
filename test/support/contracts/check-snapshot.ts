import { EVENT_OF_STATUS, EVENT_WITHOUT_MOVE } from '../../../lambdas/domain/events';
import { LEGAL_MOVES, type OrderStatus } from '../../../lambdas/domain/order';
import type { Snapshot } from './store-world';

/**
 * What must be true of the books at every moment, whoever is in the middle of what. Answers what is wrong.
 *
 * Stock: each unit is somewhere, and what is reserved or sold is what reservations say. Path: an order's events are a
 * legal walk without a gap that ends at its status. Ends: nothing of a rejected order is held, charged or booked, and
 * everything of a confirmed one is.
 */
export function whatIsWrongWith(snapshot: Snapshot): readonly string[] {
  return [...wrongStock(snapshot), ...Object.keys(snapshot.orders).flatMap((id) => wrongOrder(snapshot, id))];
}

function wrongStock({ stock, reservations }: Snapshot): readonly string[] {
  const heldAs = (state: string, sku: string): number =>
    Object.values(reservations)
      .filter((reservation) => reservation.state === state)
      .reduce((sum, { quantities }) => sum + (quantities[sku] ?? 0), 0);

  return Object.entries(stock).flatMap(([sku, { initial, available, reserved, sold }]) => [
    ...(initial === available + reserved + sold ? [] : [`${sku}: not every unit is somewhere`]),
    ...(Math.min(available, reserved, sold) >= 0 ? [] : [`${sku}: less than nothing`]),
    ...(heldAs('HELD', sku) === reserved ? [] : [`${sku}: ${reserved} reserved, ${heldAs('HELD', sku)} held`]),
    ...(heldAs('SOLD', sku) === sold ? [] : [`${sku}: ${sold} sold, ${heldAs('SOLD', sku)} in sales`]),
  ]);
}

function wrongOrder({ orders, events, reservations, payments, shipments }: Snapshot, orderId: string): string[] {
  const order = orders[orderId];
  const walk = events.filter((event) => event.orderId === orderId);
  const wrong: string[] = [];
  const expect = (holds: boolean, what: string) => holds || wrong.push(`${orderId}: ${what}`);

  expect(walk[0]?.status === 'RECEIVED', 'its events do not begin with its receipt');
  for (const [index, { sequence, type, status }] of walk.entries()) {
    expect(sequence === index + 1, `event ${index + 1} has sequence ${sequence}`);
    const from = walk[index - 1]?.status;
    if (type === EVENT_WITHOUT_MOVE.refund) {
      expect(from === status, `a refund moved it from ${from} to ${status}`);
      continue;
    }
    expect(type === EVENT_OF_STATUS[status], `${type} is not the event of ${status}`);
    expect(from === undefined || LEGAL_MOVES[from].includes(status), `it went from ${from} to ${status}`);
  }
  expect(walk.at(-1)?.status === order?.status && walk.length === order?.version, 'its last event is not its status');

  const states = [reservations[orderId]?.state, payments[orderId]?.state, shipments[orderId]?.state];
  const owed = ['HELD', 'SOLD', 'OPEN', 'CHARGED', 'REFUNDING', 'BOOKED', 'CANCELLING'];
  const ends: { readonly [status in OrderStatus]?: boolean } = {
    CONFIRMED: states.join() === 'SOLD,CHARGED,BOOKED' && order?.compensating === false,
    REJECTED: !states.some((state) => state !== undefined && owed.includes(state)),
  };
  expect(ends[order?.status as OrderStatus] ?? true, `${order?.status} with ${states.join()}`);
  expect(reservations[orderId]?.state !== 'SOLD' || order?.status === 'CONFIRMED', 'sold but not confirmed');
  return wrong;
}
