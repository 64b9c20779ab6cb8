import { isFinal } from '../../../lambdas/domain/order';
import { untilDecided } from '../../../lambdas/persistence/postgres/until-decided';
import type { ConfirmOutcome, OrderStore, RejectOutcome, UnfinishedStep } from '../../../lambdas/ports/order-store';
import type { InMemoryDatabase, OrderRow } from './in-memory-database';
import { isResolved } from './in-memory-order-resolutions';

/** In which states a participant still owes an undo, and whose step that is. */
const OWED = {
  CancelShipment: { what: 'shipment', states: ['OPEN', 'BOOKED', 'CANCELLING'] },
  RefundPayment: { what: 'payment', states: ['OPEN', 'CHARGED', 'REFUNDING'] },
  ReleaseInventory: { what: 'reservation', states: ['HELD'] },
} as const;

/** In which states a participant has undone what it did, for good. */
const SETTLED: Readonly<Record<keyof typeof OWED, readonly string[]>> = {
  CancelShipment: ['CANCELLED', 'REFUSED'],
  RefundPayment: ['VOIDED', 'REFUNDED', 'DECLINED'],
  ReleaseInventory: ['RELEASED'],
};

const among = (states: readonly string[], state: string | undefined): boolean =>
  state !== undefined && states.includes(state);

export function createInMemoryOrderStore({ database }: { readonly database: InMemoryDatabase }): OrderStore {
  const { orders, reservations, payments, shipments, stock, statement } = database;

  const statesOf = (orderId: string): Readonly<Record<keyof typeof OWED, string | undefined>> => ({
    CancelShipment: shipments.get(orderId)?.state,
    RefundPayment: payments.get(orderId)?.state,
    ReleaseInventory: reservations.get(orderId)?.state,
  });

  const unfinishedOf = (orderId: string): readonly UnfinishedStep[] => {
    const states = statesOf(orderId);
    return (Object.keys(OWED) as (keyof typeof OWED)[])
      .filter((step) => among(OWED[step].states, states[step]))
      .map((step) => ({ step, error: `the ${OWED[step].what} is ${states[step]}` }));
  };

  const mayStillBeWhole = (row: OrderRow): boolean =>
    !row.compensating && (row.unfinished ?? []).some(({ step }) => step === 'ConfirmOrder');

  const withPivotOf = (row: OrderRow, unfinished: readonly UnfinishedStep[]): readonly UnfinishedStep[] =>
    unfinished.some(({ step }) => step === 'ConfirmOrder')
      ? unfinished
      : [...unfinished, ...(row.unfinished ?? []).filter(({ step }) => step === 'ConfirmOrder')];

  /** What is on record is kept; what the participants owe besides is added, unless only the pivot is unfinished. */
  const addWhatIsOwed = (row: OrderRow): void => {
    const known = row.unfinished ?? [];
    const added = unfinishedOf(row.orderId).filter(({ step }) => known.every((other) => other.step !== step));
    if (row.status === 'NEEDS_REPAIR' && !mayStillBeWhole(row)) {
      row.unfinished = [...known, ...added];
    }
  };

  const recordUnfinished = async (row: OrderRow): Promise<void> =>
    statement('record-unfinished', () => addWhatIsOwed(row));

  /** Off the record comes what is settled for good, and the confirmation, which cannot come any more. */
  const recordSettled = async (row: OrderRow): Promise<void> =>
    statement('record-settled', () => {
      const states: Readonly<Record<string, string | undefined>> = statesOf(row.orderId);
      if (row.status === 'NEEDS_REPAIR' && row.compensating) {
        row.unfinished = row.unfinished?.filter(
          ({ step }) => step !== 'ConfirmOrder' && !among(SETTLED[step as keyof typeof OWED] ?? [], states[step]),
        );
      }
    });

  /** Undefined: it had ended, and has been opened again since. */
  const end = async (row: OrderRow, reason: string): Promise<RejectOutcome | undefined> => {
    const ended = await statement('end-undone', () => {
      if (isFinal(row.status)) {
        return undefined;
      }
      const unfinished = unfinishedOf(row.orderId);
      if (unfinished.length === 0) {
        Object.assign(row, { reason, unfinished: undefined });
        database.move(row, 'REJECTED');
      } else if (row.status !== 'NEEDS_REPAIR') {
        Object.assign(row, { reason, unfinished });
        database.move(row, 'NEEDS_REPAIR');
      }
      return { status: row.status, unfinished };
    });
    if (ended !== undefined) {
      return ended;
    }
    const status = await statement('read-status', () => row.status);
    return isFinal(status) ? { status, unfinished: [] } : undefined;
  };

  /** False: it is not whole, or not there yet, or it was confirmed before. */
  const sell = (orderId: string): boolean => {
    const row = orders.get(orderId);
    const reservation = reservations.get(orderId);
    const isWhole =
      reservation?.state === 'HELD' &&
      payments.get(orderId)?.state === 'CHARGED' &&
      shipments.get(orderId)?.state === 'BOOKED';
    if (!isWhole || row?.compensating !== false || (row.status !== 'SHIPPING' && row.status !== 'NEEDS_REPAIR')) {
      return false;
    }
    if (isResolved(row)) {
      return false;
    }
    reservation.state = 'SOLD';
    for (const [sku, quantity] of reservation.quantities) {
      const level = stock.get(sku);
      if (level !== undefined) {
        level.reserved -= quantity;
        level.sold += quantity;
      }
    }
    Object.assign(row, { reason: undefined, unfinished: undefined });
    database.move(row, 'CONFIRMED');
    return true;
  };

  return {
    confirm: (orderId) =>
      untilDecided('confirm', async () => {
        if (await statement('confirm-order', () => sell(orderId))) {
          return { kind: 'confirmed' };
        }
        return statement('read-status', () => whyNotConfirmed(orders.get(orderId)));
      }),

    async reject(order, reason) {
      const row = await statement('receive-order', () => database.receive(order, true));
      await statement('close-order', () => {
        row.compensating ||= !isFinal(row.status);
      });
      const ended = await untilDecided('reject', () => end(row, reason));
      if (ended.status === 'NEEDS_REPAIR') {
        await recordUnfinished(row);
        await recordSettled(row);
      }
      return ended;
    },

    async markNeedsRepair(order, reason, unfinished, { mayBeWhole = false } = {}) {
      const row = await statement('receive-order', () => database.receive(order, false));
      const isParked = await statement('park-order', () => {
        if (isFinal(row.status)) {
          return false;
        }
        if (row.status !== 'NEEDS_REPAIR') {
          const isWhole = mayBeWhole && row.status === 'SHIPPING' && !row.compensating;
          const pivot = isWhole ? [{ step: 'ConfirmOrder', error: reason }] : [];
          Object.assign(row, { reason, unfinished: [...unfinished, ...pivot] });
          database.move(row, 'NEEDS_REPAIR');
          addWhatIsOwed(row);
        } else if (unfinished.length > 0 && (row.compensating || !isResolved(row))) {
          row.unfinished = mayStillBeWhole(row) ? withPivotOf(row, unfinished) : unfinished;
          addWhatIsOwed(row);
        }
        return true;
      });
      if (!isParked) {
        return statement('read-status', () => row.status);
      }
      await recordUnfinished(row);
      return 'NEEDS_REPAIR';
    },
  };
}

/** Undefined: it has come so far only meanwhile. */
function whyNotConfirmed(row: OrderRow | undefined): ConfirmOutcome | undefined {
  if (row?.status === 'CONFIRMED') {
    return { kind: 'confirmed' };
  }
  if (row?.compensating || row?.status === 'REJECTED' || row?.status === 'CANCELLED') {
    return { kind: 'undone' };
  }
  return row?.status === 'SHIPPING' ? undefined : { kind: 'out-of-order', status: row?.status ?? 'UNKNOWN' };
}
