import type { InMemoryDatabase } from '../../support/in-memory/in-memory-database';
import { createInMemoryOrderStore } from '../../support/in-memory/in-memory-order-store';
import { pretending } from './pretending';
import { over, type Sabotage } from './sabotage';

/** A confirmation does not mind that the order is being undone. */
export const confirmFindsNoUndo: Sabotage = {
  stores: ({ orders }, database) => ({
    orders: over(orders, {
      async confirm(orderId) {
        const row = database.orders.get(orderId);
        if (row !== undefined && row.status !== 'CONFIRMED') {
          row.compensating = false;
        }
        return orders.confirm(orderId);
      },
    }),
  }),
};

/** A confirmation sells what is reserved without a look at the payment and the shipment. */
export const confirmFindsAllDone: Sabotage = {
  stores: ({ orders }, database) => ({
    orders: over(orders, {
      async confirm(orderId) {
        const outcome = await orders.confirm(orderId);
        const row = database.orders.get(orderId);
        const reservation = database.reservations.get(orderId);
        if (outcome.kind !== 'out-of-order' || row === undefined || reservation?.state !== 'HELD') {
          return outcome;
        }
        reservation.state = 'SOLD';
        for (const [sku, quantity] of reservation.quantities) {
          const level = database.stock.get(sku);
          if (level !== undefined) {
            level.reserved -= quantity;
            level.sold += quantity;
          }
        }
        row.status = 'CONFIRMED';
        return { kind: 'confirmed' };
      },
    }),
  }),
};

/** A confirmation takes no notice of a mark that a person has settled the order by hand. */
export const confirmLeavesWhatIsSettled: Sabotage = {
  stores: ({ orders }, database) => ({
    orders: over(orders, {
      confirm(orderId) {
        const row = database.orders.get(orderId);
        if (row?.status === 'NEEDS_REPAIR') {
          row.resolved = undefined;
        }
        return orders.confirm(orderId);
      },
    }),
  }),
};

/** Compensations undo a confirmed order. */
export const confirmedIsNeverUndone: Sabotage = {
  stores: ({ inventory, payments, shipments }, database) => ({
    inventory: over(inventory, {
      release: (orderId) => unguarded(database, orderId, () => inventory.release(orderId)),
    }),
    payments: over(payments, {
      beginRefund: (orderId) => unguarded(database, orderId, () => payments.beginRefund(orderId)),
    }),
    shipments: over(shipments, {
      beginCancelShipment: (orderId) => unguarded(database, orderId, () => shipments.beginCancelShipment(orderId)),
    }),
  }),
};

const unguarded = <Answer>(database: InMemoryDatabase, orderId: string, run: () => Promise<Answer>): Promise<Answer> =>
  pretending(database, { orderId, status: 'CONFIRMED' }, { status: 'SHIPPING' }, run);

/** An order is rejected on the saga's word, whatever the participants still hold. */
export const rejectLooksForItself: Sabotage = {
  stores: ({ orders }, database) => ({
    orders: over(orders, {
      async reject(order, reason) {
        const row = database.receive(order, true);
        if (row.status === 'CONFIRMED' || row.status === 'REJECTED') {
          return { status: row.status, unfinished: [] };
        }
        row.compensating = true;
        row.reason = reason;
        database.move(row, 'REJECTED');
        return { status: row.status, unfinished: [] };
      },
    }),
  }),
};

/** An order is parked with what its caller says is unfinished, and nothing else. */
export const repairFindsWhatIsOwed: Sabotage = {
  stores: ({ orders }, database) => ({
    orders: over(orders, {
      async markNeedsRepair(order, reason, unfinished, options) {
        const known = database.orders.get(order.orderId)?.unfinished;
        const status = await orders.markNeedsRepair(order, reason, unfinished, options);
        const row = database.orders.get(order.orderId);
        if (status === 'NEEDS_REPAIR' && row !== undefined) {
          row.unfinished = unfinished.length > 0 ? unfinished : (known ?? []);
        }
        return status;
      },
    }),
  }),
};

/** A late event of an execution parks an order that is final. */
export const finalAbsorbs: Sabotage = {
  stores: ({ orders }, database) => ({
    orders: over(orders, {
      async markNeedsRepair(order, reason, unfinished, options) {
        const row = database.orders.get(order.orderId);
        if (row?.status === 'CONFIRMED' || row?.status === 'REJECTED') {
          row.status = 'RECEIVED';
        }
        return orders.markNeedsRepair(order, reason, unfinished, options);
      },
    }),
  }),
};

/** An order is parked first, and a statement later it is on record what its participants owe. */
export const parkedIsOnRecordAtOnce: Sabotage = {
  stores: (_, database) => ({
    orders: createInMemoryOrderStore({
      database: {
        ...database,
        statement: (name, run) =>
          database.statement(name, () => {
            const answer = run();
            if (name === 'park-order') {
              for (const row of database.orders.values()) {
                row.unfinished = row.unfinished?.filter(({ error }) => !error.startsWith('the '));
              }
            }
            return answer;
          }),
      },
    }),
  }),
};

/** Whoever parks an order without knowing more says that all of it is to be undone. */
export const wholeIsLeftToBeConfirmed: Sabotage = {
  stores: ({ orders }) => ({
    orders: over(orders, {
      markNeedsRepair: (order, reason, unfinished) => orders.markNeedsRepair(order, reason, unfinished),
    }),
  }),
};

/** What is undone stays on the record of an order in repair. */
export const recordForgetsWhatIsUndone: Sabotage = {
  stores: ({ orders }, database) => ({
    orders: over(orders, {
      async reject(order, reason) {
        const listed = database.orders.get(order.orderId)?.unfinished ?? [];
        const outcome = await orders.reject(order, reason);
        const row = database.orders.get(order.orderId);
        if (row !== undefined && outcome.status === 'NEEDS_REPAIR') {
          const still = row.unfinished ?? [];
          row.unfinished = [...listed.filter(({ step }) => still.every((other) => other.step !== step)), ...still];
        }
        return outcome;
      },
    }),
  }),
};
