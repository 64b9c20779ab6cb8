import { formatTraceHeader, parseTraceHeader } from '../../../lambdas/contracts/trace-header';
import { EVENT_OF_STATUS, EVENT_WITHOUT_MOVE, type OrderEventType } from '../../../lambdas/domain/events';
import type { Money } from '../../../lambdas/domain/money';
import type { OrderStatus } from '../../../lambdas/domain/order';
import { isFinal, mayMove } from '../../../lambdas/domain/order';
import type { Clock } from '../../../lambdas/ports/clock';
import type { UnfinishedStep } from '../../../lambdas/ports/order-store';
import type { TracedOrder } from '../../../lambdas/ports/traced-order';

export interface OrderRow extends TracedOrder {
  status: OrderStatus;
  version: number;
  compensating: boolean;
  total?: Money | undefined;
  reason?: string | undefined;
  unfinished?: readonly UnfinishedStep[] | undefined;
  /** What a person has settled by hand, as it stood then. */
  resolved?: { readonly version: number; readonly unfinished: readonly UnfinishedStep[] } | undefined;
  updatedAt: Date;
}

export interface StockRow {
  readonly initial: number;
  available: number;
  reserved: number;
  sold: number;
}

export interface ReservationRow {
  state: 'HELD' | 'RELEASED' | 'SOLD';
  readonly quantities: ReadonlyMap<string, number>;
}

export interface PaymentRow {
  state: 'OPEN' | 'CHARGED' | 'DECLINED' | 'REFUNDING' | 'VOIDED' | 'REFUNDED';
  readonly total?: Money | undefined;
  intentId?: string | undefined;
  refundId?: string | undefined;
  declineCode?: string | undefined;
}

export interface ShipmentRow {
  state: 'OPEN' | 'BOOKED' | 'REFUSED' | 'CANCELLING' | 'CANCELLED';
  shipmentId?: string | undefined;
  reason?: string | undefined;
}

export interface EventRow {
  readonly orderId: string;
  readonly sequence: number;
  readonly type: OrderEventType;
  readonly status: OrderStatus;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What an event has beside that which is the same for every way of storing it. */
export interface WrittenEvent extends EventRow {
  readonly eventId: string;
  readonly customerId: string;
  readonly occurredAt: Date;
  readonly trace?: string | undefined;
}

export interface OutboxRow {
  readonly writtenAt: Date;
  dueAt: Date;
  attempts: number;
  parked?: { readonly at: Date; readonly reason: string } | undefined;
}

export interface CatalogueEntry {
  readonly sku: string;
  readonly name: string;
  readonly price: Money;
  readonly stock: number;
}

/**
 * Runs one statement of a store: whole, under the name that its counterpart has in Postgres, where others may come
 * between it and the next.
 */
export type RunStatement = <Answer>(name: string, run: () => Answer) => Answer | Promise<Answer>;

export type InMemoryDatabase = ReturnType<typeof createInMemoryDatabase>;

/**
 * What the in-memory stores share, as the real ones share a database. Their methods are made of the same statements,
 * and run without a pause unless somebody else's `statement` is put in the place of this one.
 */
export function createInMemoryDatabase({
  catalogue,
  clock = { now: () => new Date(0) },
}: {
  readonly catalogue: readonly CatalogueEntry[];
  readonly clock?: Clock;
}) {
  const products = new Map(catalogue.map((entry) => [entry.sku, entry]));
  const stock = new Map<string, StockRow>(
    catalogue.map(({ sku, stock: units }) => [sku, { initial: units, available: units, reserved: 0, sold: 0 }]),
  );
  const orders = new Map<string, OrderRow>();
  const reservations = new Map<string, ReservationRow>();
  const payments = new Map<string, PaymentRow>();
  const shipments = new Map<string, ShipmentRow>();
  const events: WrittenEvent[] = [];
  /** Those that have not left, by their ids. */
  const outbox = new Map<string, OutboxRow>();

  const tell = (order: OrderRow, type: OrderEventType, facts: EventRow['facts']): void => {
    const { orderId, customerId, version: sequence, status, traceHeader: trace } = order;
    const occurredAt = clock.now();
    // Not random: a schedule of faults has to come out the same when it is replayed.
    const eventId = `${orderId.slice(0, 24)}${sequence.toString(16).padStart(4, '0')}${orderId.slice(28)}`;
    events.push({ eventId, orderId, customerId, sequence, type, status, occurredAt, facts, trace });
    outbox.set(eventId, { writtenAt: occurredAt, dueAt: occurredAt, attempts: 0 });
  };

  const factsOf = ({ orderId, lines, status, total, reason }: OrderRow): EventRow['facts'] => {
    switch (status) {
      case 'RECEIVED':
        return { lines };
      case 'RESERVED':
      case 'CONFIRMED':
        return { lines, total };
      case 'CHARGED':
        return { total, paymentId: payments.get(orderId)?.intentId };
      case 'SHIPPING':
        return { shipmentId: shipments.get(orderId)?.shipmentId };
      case 'REJECTED':
      case 'CANCELLED':
      case 'NEEDS_REPAIR':
        return { reason };
    }
  };

  return {
    statement: ((_name, run) => run()) as RunStatement,
    now: () => clock.now(),
    products,
    stock,
    orders,
    reservations,
    payments,
    shipments,
    events,
    outbox,

    /** Writes the order down unless it is there. */
    receive({ orderId, customerId, lines, acceptedAt, ...order }: TracedOrder, compensating: boolean): OrderRow {
      const standing = orders.get(orderId);
      if (standing !== undefined) {
        return standing;
      }
      const row: OrderRow = {
        ...{ orderId, customerId, lines, acceptedAt, compensating },
        traceHeader: usable(order.traceHeader),
        status: 'RECEIVED',
        version: 1,
        updatedAt: clock.now(),
      };
      orders.set(orderId, row);
      tell(row, EVENT_OF_STATUS.RECEIVED, factsOf(row));
      return row;
    },

    move(row: OrderRow, to: OrderStatus): void {
      if (!mayMove(row.status, to)) {
        throw new Error(`an order must not go from ${row.status} to ${to}`);
      }
      row.status = to;
      row.version += 1;
      row.updatedAt = clock.now();
      tell(row, EVENT_OF_STATUS[to], factsOf(row));
    },

    /** A refund takes a place in the order's sequence; its status stays. */
    tellRefund(row: OrderRow, { total: refunded, refundId }: PaymentRow): void {
      const isResolved = row.resolved?.version === row.version;
      row.version += 1;
      if (row.resolved !== undefined && isResolved) {
        row.resolved = { ...row.resolved, version: row.version };
      }
      tell(row, EVENT_WITHOUT_MOVE.refund, { refundId, refunded });
    },

    /** False when the order passed the pivot. An order that was never written is closed by tombstones alone. */
    beginCompensating(orderId: string): boolean {
      const row = orders.get(orderId);
      if (row?.status === 'CONFIRMED') {
        return false;
      }
      if (row !== undefined) {
        row.compensating = true;
      }
      return true;
    },
  };
}

const usable = (traceHeader: string | undefined): string | undefined => {
  const trace = parseTraceHeader(traceHeader);
  return trace && formatTraceHeader(trace);
};

/** True when no action may move the order forward any more. */
export const hasEnded = (row: OrderRow | undefined): boolean =>
  row !== undefined &&
  (row.compensating || row.status === 'NEEDS_REPAIR' || (isFinal(row.status) && row.status !== 'CONFIRMED'));
