import type { Order } from '../../domain/order';
import type { HeldReservations, UnmovedOrder } from '../../ports/held-reservations';

const PAGE = 100;

type Place = Pick<Order, 'orderId' | 'acceptedAt'>;

/**
 * All orders that nothing has moved for so long, the longest accepted first. When they are many, the others follow from
 * any place onwards and round to it: whoever stops in between, and begins anew the next time, comes to each of them.
 */
export async function* inTurn(reservations: HeldReservations, forMs: number): AsyncGenerator<UnmovedOrder> {
  const oldest = await reservations.findUnmoved({ forMs, limit: PAGE });
  yield* oldest;
  const last = oldest.at(-1);
  if (last === undefined || oldest.length < PAGE) {
    return;
  }
  const anywhere = await reservations.findPlace({ forMs });
  const start = anywhere !== undefined && isAfter(anywhere, last) ? anywhere : last;
  yield* pagesAfter(start);
  for await (const order of pagesAfter(last)) {
    if (isAfter(order, start)) {
      return;
    }
    yield order;
  }

  async function* pagesAfter(place: Place): AsyncGenerator<UnmovedOrder> {
    let after = place;
    let found: readonly UnmovedOrder[];
    do {
      found = await reservations.findUnmoved({ forMs, limit: PAGE, after });
      yield* found;
      after = found.at(-1) ?? after;
    } while (found.length === PAGE);
  }
}

const isAfter = (one: Place, other: Place): boolean =>
  one.acceptedAt === other.acceptedAt ? one.orderId > other.orderId : one.acceptedAt > other.acceptedAt;
