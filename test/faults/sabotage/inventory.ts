import { quantitiesBySku } from '../../../lambdas/domain/inventory';
import { priceLines } from '../../../lambdas/domain/pricing';
import type { InMemoryDatabase } from '../../support/in-memory/in-memory-database';
import { over, type Sabotage } from './sabotage';

const shift = (database: InMemoryDatabase, quantities: ReadonlyMap<string, number>, sign: 1 | -1): void => {
  for (const [sku, quantity] of quantities) {
    const level = database.stock.get(sku);
    if (level !== undefined) {
      level.available -= sign * quantity;
      level.reserved += sign * quantity;
    }
  }
};

/** A release frees what is held and remembers nothing. */
export const reservationTombstone: Sabotage = {
  stores: ({ inventory }, database) => ({
    inventory: over(inventory, {
      async release(orderId) {
        const reservation = database.reservations.get(orderId);
        if (database.orders.get(orderId)?.status === 'CONFIRMED') {
          return { kind: 'order-confirmed' };
        }
        if (reservation !== undefined) {
          shift(database, reservation.quantities, -1);
          database.reservations.delete(orderId);
        }
        return { kind: 'released' };
      },
    }),
  }),
};

/** A reserve that finds a reservation of the order takes the lines again. */
export const oneReservationPerOrder: Sabotage = {
  stores: ({ inventory }, database) => ({
    inventory: over(inventory, {
      async reserve(order) {
        const before = database.reservations.get(order.orderId);
        const outcome = await inventory.reserve(order);
        if (before?.state === 'HELD') {
          shift(database, before.quantities, 1);
        }
        return outcome;
      },
    }),
  }),
};

/** What is released was held, and only once. */
export const stockIsFreedOnce: Sabotage = {
  stores: ({ inventory }, database) => ({
    inventory: over(inventory, {
      async release(orderId) {
        const before = database.reservations.get(orderId);
        const outcome = await inventory.release(orderId);
        if (before?.state === 'RELEASED') {
          shift(database, before.quantities, -1);
        }
        return outcome;
      },
    }),
  }),
};

/** Stock is given back whether its parcel was cancelled or not. */
export const whatMayBeInAParcelIsKept: Sabotage = {
  stores: ({ inventory }) => ({
    inventory: over(inventory, {
      release: (orderId) => inventory.release(orderId, { evenIfNotCancelled: true }),
    }),
  }),
};

/** Stock is taken without a look at what there is. */
export const nothingIsOversold: Sabotage = {
  stores: ({ inventory }, database) => ({
    inventory: over(inventory, {
      async reserve(order) {
        const outcome = await inventory.reserve(order);
        if (outcome.kind !== 'out-of-stock') {
          return outcome;
        }
        const row = database.receive(order, false);
        const quantities = quantitiesBySku(order.lines);
        shift(database, quantities, 1);
        database.reservations.set(order.orderId, { state: 'HELD', quantities });
        row.total = { amountMinor: 450, currency: 'EUR' };
        database.move(row, 'RESERVED');
        return { kind: 'reserved', total: row.total };
      },
    }),
  }),
};

/** A replay asks the catalogue anew and refuses what it has already taken. */
export const replaysAnswerTheFirstPrice: Sabotage = {
  stores: ({ inventory }, { products }) => ({
    inventory: over(inventory, {
      async reserve(order) {
        const lines = order.lines.map((line) => ({ ...line, price: products.get(line.sku)?.price }));
        const pricing = priceLines(lines, order.expectedTotal);
        return pricing.kind === 'priced' ? inventory.reserve(order) : pricing;
      },
    }),
  }),
};

/** An order that is on record and holds nothing is taken for one that was undone. */
export const reservingIsFinished: Sabotage = {
  stores: ({ inventory }, database) => ({
    inventory: over(inventory, {
      async reserve(order) {
        const { orderId } = order;
        return database.orders.has(orderId) && !database.reservations.has(orderId)
          ? { kind: 'undone' }
          : inventory.reserve(order);
      },
    }),
  }),
};
