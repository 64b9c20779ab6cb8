import { isFinal } from '../../../lambdas/domain/order';
import type { Clock } from '../../../lambdas/ports/clock';
import type { HeldReservations } from '../../../lambdas/ports/held-reservations';
import type { InMemoryDatabase, OrderRow } from './in-memory-database';
import { isResolved } from './in-memory-order-resolutions';

export function createInMemoryHeldReservations({
  database: { orders, reservations, shipments, statement },
  clock = { now: () => new Date(0) },
  random = Math.random,
}: {
  readonly database: InMemoryDatabase;
  readonly clock?: Clock;
  /** From 0 to below 1. */
  readonly random?: () => number;
}): HeldReservations {
  const names = ({ unfinished = [] }: OrderRow, name: string): boolean => unfinished.some(({ step }) => step === name);
  const isUnconfirmed = (row: OrderRow): boolean => !row.compensating && names(row, 'ConfirmOrder');
  const namesNothing = ({ unfinished }: OrderRow): boolean => unfinished?.length === 0;
  const holdsStock = ({ orderId }: OrderRow): boolean => reservations.get(orderId)?.state === 'HELD';
  const hasParcel = ({ orderId }: OrderRow): boolean =>
    ['OPEN', 'BOOKED', 'CANCELLING'].includes(shipments.get(orderId)?.state ?? 'NONE');

  const hasToBeUndone = (row: OrderRow): boolean =>
    !isResolved(row) &&
    (holdsStock(row)
      ? row.status !== 'NEEDS_REPAIR' || !(isUnconfirmed(row) || hasParcel(row))
      : row.compensating && (row.status !== 'NEEDS_REPAIR' || namesNothing(row) || names(row, 'ReleaseInventory')));

  const isUnmoved = ({ status, updatedAt }: OrderRow, forMs: number): boolean =>
    !isFinal(status) && updatedAt.getTime() <= clock.now().getTime() - forMs;

  const unmoved = (forMs: number) => [...orders.values()].filter((row) => isUnmoved(row, forMs));

  return {
    async findUnmoved({ forMs, limit, after }) {
      const place = (row: { readonly acceptedAt: string; readonly orderId: string }) => row.acceptedAt + row.orderId;
      return unmoved(forMs)
        .filter((row) => hasToBeUndone(row) && (after === undefined || place(row) > place(after)))
        .sort((a, b) => (place(a) < place(b) ? -1 : 1))
        .slice(0, limit)
        .map((row) => {
          const { orderId, customerId, lines, acceptedAt } = row;
          return { orderId, customerId, lines, acceptedAt, awaitsPerson: holdsStock(row) && hasParcel(row) };
        });
    },

    async callOff({ forMs, orderId }) {
      return statement('call-off', () => {
        const row = orders.get(orderId);
        if (row === undefined || !isUnmoved(row, forMs) || !hasToBeUndone(row)) {
          return false;
        }
        row.compensating = true;
        return true;
      });
    },

    async findPlace({ forMs }) {
      const places = unmoved(forMs);
      const place = places[Math.floor(random() * places.length)];
      return place && { orderId: place.orderId, acceptedAt: place.acceptedAt };
    },
  };
}
