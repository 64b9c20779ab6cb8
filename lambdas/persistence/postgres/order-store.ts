import { isFinal, type OrderStatus } from '../../domain/order';
import type { ConfirmOutcome, OrderStore, RejectOutcome } from '../../ports/order-store';
import { type Database, queryOne } from './database';
import { CLOSE, CONFIRM, END_UNDONE, PARK, READ_STATUS, RECORD_SETTLED, RECORD_UNFINISHED } from './order-statements';
import { receiveOrder } from './receive-order';
import { untilDecided } from './until-decided';

interface Standing {
  readonly status: OrderStatus;
  readonly compensating: boolean;
}

/** The ends of orders, in Postgres. */
export function createPostgresOrderStore({ database }: { readonly database: Database }): OrderStore {
  return {
    confirm: (orderId) => untilDecided('confirm', () => confirm(database, orderId)),

    async reject(order, reason) {
      await receiveOrder(database, order, { compensating: true });
      await database.query(CLOSE, [order.orderId]);
      const ended = await untilDecided('reject', () => end(database, order.orderId, reason));
      if (ended.status === 'NEEDS_REPAIR') {
        await database.query(RECORD_UNFINISHED, [order.orderId]);
        await database.query(RECORD_SETTLED, [order.orderId]);
      }
      return ended;
    },

    async markNeedsRepair(order, reason, unfinished, { mayBeWhole = false } = {}) {
      await receiveOrder(database, order, { compensating: false });
      const [parked] = await database.query(PARK, [order.orderId, reason, JSON.stringify(unfinished), mayBeWhole]);
      if (parked === undefined) {
        return standingStatus(database, order.orderId);
      }
      await database.query(RECORD_UNFINISHED, [order.orderId]);
      return 'NEEDS_REPAIR';
    },
  };
}

async function end(database: Database, orderId: string, reason: string): Promise<RejectOutcome | undefined> {
  const [ended] = await database.query<RejectOutcome>(END_UNDONE, [orderId, reason]);
  if (ended !== undefined) {
    return { status: ended.status, unfinished: ended.unfinished };
  }
  const status = await standingStatus(database, orderId);
  return isFinal(status) ? { status, unfinished: [] } : undefined;
}

async function confirm(database: Database, orderId: string): Promise<ConfirmOutcome | undefined> {
  const [confirmed] = await database.query(CONFIRM, [orderId]);
  if (confirmed !== undefined) {
    return { kind: 'confirmed' };
  }
  const [standing] = await database.query<Standing>(READ_STATUS, [orderId]);
  if (standing?.status === 'CONFIRMED') {
    return { kind: 'confirmed' };
  }
  if (standing?.compensating || standing?.status === 'REJECTED' || standing?.status === 'CANCELLED') {
    return { kind: 'undone' };
  }
  if (standing?.status === 'SHIPPING') {
    return undefined; // the statement began before the order had come here
  }
  return { kind: 'out-of-order', status: standing?.status ?? 'UNKNOWN' };
}

const standingStatus = async (database: Database, orderId: string): Promise<OrderStatus> =>
  (await queryOne<Standing>(database, READ_STATUS, [orderId])).status;
