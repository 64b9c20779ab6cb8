import { isFinal } from '../../../lambdas/domain/order';
import type { OrderStore, UnfinishedStep } from '../../../lambdas/ports/order-store';
import type { InMemoryDatabase, OrderRow } from './in-memory-database';

/** In which states a participant still owes an undo, and whose step that is. */
const OWED = {
  CancelShipment: { what: 'shipment', states: ['OPEN', 'BOOKED', 'CANCELLING'] },
  RefundPayment: { what: 'payment', states: ['OPEN', 'CHARGED', 'REFUNDING'] },
  ReleaseInventory: { what: 'reservation', states: ['HELD'] },
} as const;

export function createInMemoryOrderStore({ database }: { readonly database: InMemoryDatabase }): OrderStore {
  const { orders, reservations, payments, shipments, stock } = database;

  const unfinishedOf = (orderId: string): readonly UnfinishedStep[] => {
    const states = {
      CancelShipment: shipments.get(orderId)?.state,
      RefundPayment: payments.get(orderId)?.state,
      ReleaseInventory: reservations.get(orderId)?.state,
    };
    return (Object.keys(OWED) as (keyof typeof OWED)[])
      .filter((step) => (OWED[step].states as readonly (string | undefined)[]).includes(states[step]))
      .map((step) => ({ step, error: `the ${OWED[step].what} is ${states[step]}` }));
  };

  /** What is on record is kept; what the participants owe besides is added, unless only the pivot is unfinished. */
  const recordUnfinished = (row: OrderRow): void => {
    const known = row.unfinished ?? [];
    const onlyThePivot = !row.compensating && known.some(({ step }) => step === 'ConfirmOrder');
    const added = unfinishedOf(row.orderId).filter(({ step }) => known.every((other) => other.step !== step));
    row.unfinished = onlyThePivot ? known : [...known, ...added];
  };

  return {
    async confirm(orderId) {
      const row = orders.get(orderId);
      if (row?.status === 'CONFIRMED') {
        return { kind: 'confirmed' };
      }
      if (row?.compensating || row?.status === 'REJECTED' || row?.status === 'CANCELLED') {
        return { kind: 'undone' };
      }
      const reservation = reservations.get(orderId);
      const isWhole =
        reservation?.state === 'HELD' &&
        payments.get(orderId)?.state === 'CHARGED' &&
        shipments.get(orderId)?.state === 'BOOKED';
      if (row === undefined || !isWhole || (row.status !== 'SHIPPING' && row.status !== 'NEEDS_REPAIR')) {
        return { kind: 'out-of-order', status: row?.status ?? 'UNKNOWN' };
      }

      reservation.state = 'SOLD';
      for (const [sku, quantity] of reservation.quantities) {
        const level = stock.get(sku);
        if (level !== undefined) {
          level.reserved -= quantity;
          level.sold += quantity;
        }
      }
      row.reason = undefined;
      row.unfinished = undefined;
      database.move(row, 'CONFIRMED');
      return { kind: 'confirmed' };
    },

    async reject(order, reason) {
      const row = database.receive(order, true);
      if (isFinal(row.status)) {
        return { status: row.status, unfinished: [] };
      }
      row.compensating = true;
      const unfinished = unfinishedOf(order.orderId);
      if (unfinished.length === 0) {
        Object.assign(row, { reason, unfinished: undefined });
        database.move(row, 'REJECTED');
      } else if (row.status !== 'NEEDS_REPAIR') {
        Object.assign(row, { reason, unfinished });
        database.move(row, 'NEEDS_REPAIR');
      } else {
        recordUnfinished(row);
      }
      if (row.status === 'NEEDS_REPAIR' && reservations.get(order.orderId)?.state === 'RELEASED') {
        row.unfinished = row.unfinished?.filter(({ step }) => step !== 'ReleaseInventory' && step !== 'ConfirmOrder');
      }
      return { status: row.status, unfinished };
    },

    async markNeedsRepair(order, reason, unfinished) {
      const row = database.receive(order, false);
      if (isFinal(row.status)) {
        return row.status;
      }
      if (row.status !== 'NEEDS_REPAIR' || unfinished.length > 0) {
        Object.assign(row, { reason, unfinished });
      }
      if (row.status !== 'NEEDS_REPAIR') {
        database.move(row, 'NEEDS_REPAIR');
      }
      recordUnfinished(row);
      return row.status;
    },
  };
}
