import { findShortage, quantitiesBySku } from '../../../lambdas/domain/inventory';
import { priceLines } from '../../../lambdas/domain/pricing';
import type { InventoryStore } from '../../../lambdas/ports/inventory-store';
import { hasEnded, type InMemoryDatabase } from './in-memory-database';

export function createInMemoryInventoryStore({ database }: { readonly database: InMemoryDatabase }): InventoryStore {
  const { products, stock, reservations } = database;

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

  return {
    async reserve(order) {
      const row = database.receive(order, false);
      const reservation = reservations.get(order.orderId);
      if (reservation !== undefined && reservation.state !== 'RELEASED' && row.total !== undefined) {
        return { kind: 'reserved', total: row.total };
      }
      if (reservation !== undefined || hasEnded(row) || row.status !== 'RECEIVED') {
        return { kind: 'undone' };
      }

      const pricing = priceLines(
        row.lines.map((line) => ({ ...line, price: products.get(line.sku)?.price })),
        order.expectedTotal,
      );
      if (pricing.kind !== 'priced') {
        return pricing;
      }
      const shortage = findShortage(row.lines, new Map([...stock].map(([sku, { available }]) => [sku, available])));
      if (shortage !== undefined) {
        return { kind: 'out-of-stock', ...shortage };
      }

      const quantities = quantitiesBySku(row.lines);
      shift(quantities, 'available', 'reserved');
      reservations.set(order.orderId, { state: 'HELD', quantities });
      row.total = pricing.total;
      database.move(row, 'RESERVED');
      return { kind: 'reserved', total: pricing.total };
    },

    async release(orderId) {
      if (!database.beginCompensating(orderId)) {
        return { kind: 'order-confirmed' };
      }
      const reservation = reservations.get(orderId);
      if (reservation?.state === 'HELD') {
        shift(reservation.quantities, 'reserved', 'available');
      }
      reservations.set(orderId, { state: 'RELEASED', quantities: reservation?.quantities ?? new Map() });
      return { kind: 'released' };
    },
  };
}
