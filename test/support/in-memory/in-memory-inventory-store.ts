import { findShortage, quantitiesBySku } from '../../../lambdas/domain/inventory';
import type { Money } from '../../../lambdas/domain/money';
import { priceLines } from '../../../lambdas/domain/pricing';
import { untilDecided } from '../../../lambdas/persistence/postgres/until-decided';
import type { InventoryStore, ReleaseOutcome, ReserveOutcome } from '../../../lambdas/ports/inventory-store';
import type { TracedOrder } from '../../../lambdas/ports/traced-order';
import { hasEnded, type InMemoryDatabase, type OrderRow } from './in-memory-database';

interface Priced {
  readonly kind: 'priced';
  readonly total: Money;
}

export function createInMemoryInventoryStore({ database }: { readonly database: InMemoryDatabase }): InventoryStore {
  const { orders, products, stock, reservations, shipments, statement } = database;

  const shift = (
    quantities: ReadonlyMap<string, number>,
    from: 'available' | 'reserved',
    to: 'available' | 'reserved',
  ): void => {
    for (const [sku, quantity] of quantities) {
      const level = stock.get(sku);
      if (level === undefined || level[from] < quantity) {
        throw new Error(`${quantity} of ${sku} cannot move from ${from} to ${to}`);
      }
      level[from] -= quantity;
      level[to] += quantity;
    }
  };

  /** What is there already, or the price of what can be held. */
  const look = ({ orderId, expectedTotal }: TracedOrder): ReserveOutcome | Priced => {
    const row = orders.get(orderId) as OrderRow;
    const reservation = reservations.get(orderId);
    if (reservation !== undefined && reservation.state !== 'RELEASED' && row.total !== undefined) {
      return { kind: 'reserved', total: row.total };
    }
    if (reservation !== undefined || hasEnded(row) || row.status !== 'RECEIVED') {
      return { kind: 'undone' };
    }
    const lines = row.lines.map((line) => ({ ...line, price: products.get(line.sku)?.price }));
    const pricing = priceLines(lines, expectedTotal);
    return pricing.kind === 'priced' ? { kind: 'priced', total: pricing.total } : pricing;
  };

  /** Undefined: the order has moved on since somebody looked, or its tombstone was there all the time. */
  const hold = (orderId: string, total: Money): ReserveOutcome | undefined => {
    const row = orders.get(orderId) as OrderRow;
    if (row.status !== 'RECEIVED' || row.compensating) {
      return undefined;
    }
    const shortage = findShortage(row.lines, new Map([...stock].map(([sku, { available }]) => [sku, available])));
    if (shortage !== undefined) {
      return { kind: 'out-of-stock', ...shortage };
    }
    if (reservations.has(orderId)) {
      return undefined;
    }
    const quantities = quantitiesBySku(row.lines);
    shift(quantities, 'available', 'reserved');
    reservations.set(orderId, { state: 'HELD', quantities });
    row.total = total;
    database.move(row, 'RESERVED');
    return { kind: 'reserved', total };
  };

  /** Undefined: it has closed an order that could be booked, and looks for the booking in the next round. */
  const giveBack = (orderId: string, evenIfNotCancelled: boolean): ReleaseOutcome | undefined => {
    const row = orders.get(orderId);
    const isBookable = row?.status === 'CHARGED' && !row.compensating;
    if (!database.beginCompensating(orderId)) {
      return { kind: 'order-confirmed' };
    }
    const reservation = reservations.get(orderId);
    const parcel = shipments.get(orderId)?.state ?? 'NONE';
    if (reservation?.state === 'HELD') {
      if (['OPEN', 'BOOKED', 'CANCELLING'].includes(parcel) && !evenIfNotCancelled) {
        return { kind: 'parcel-may-have-left' };
      }
      if (isBookable) {
        return undefined;
      }
      shift(reservation.quantities, 'reserved', 'available');
    }
    reservations.set(orderId, { state: 'RELEASED', quantities: reservation?.quantities ?? new Map() });
    return { kind: 'released' };
  };

  return {
    async reserve(order) {
      await statement('receive-order', () => database.receive(order, false));
      return untilDecided('reserve', async () => {
        const found = await statement('read-reservable', () => look(order));
        return found.kind === 'priced' ? statement('hold-stock', () => hold(order.orderId, found.total)) : found;
      });
    },

    release: (orderId, { evenIfNotCancelled = false } = {}) =>
      untilDecided('release', async () => statement('release-stock', () => giveBack(orderId, evenIfNotCancelled))),
  };
}
