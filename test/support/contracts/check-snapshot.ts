import type { Books, PaymentEntry, ShipmentEntry } from '../../../lambdas/domain/books/books';
import { checkEvents } from '../../../lambdas/domain/books/check-events';
import { checkMoney } from '../../../lambdas/domain/books/check-money';
import { checkShipments } from '../../../lambdas/domain/books/check-shipments';
import { checkStock } from '../../../lambdas/domain/books/check-stock';
import type { OrderStatus } from '../../../lambdas/domain/order';
import { heldOf } from './held-of';
import type { Snapshot } from './store-world';

/**
 * What must be true of our own books at every moment, whoever is in the middle of what, by the checker of all books.
 * Answers what is wrong. Liveness and the ends of executions are no matter of a moment, and left out.
 */
export function whatIsWrongWith(snapshot: Snapshot): readonly string[] {
  const books = booksOf(snapshot);
  return [
    ...checkStock({ ...books, orders: reservationsAsOrders(snapshot) }),
    ...checkMoney(books),
    ...checkShipments(books),
    ...checkEvents(books),
  ].map(({ invariant, subject, detail }) => `${invariant}: ${subject}: ${detail}`);
}

function booksOf({ orders, events, stock, reservations, payments, shipments }: Snapshot): Books {
  const statusOf = (orderId: string) => orders[orderId]?.status;

  return {
    ...{ accepted: [], executions: [], deadLettered: [] },
    events,
    orders: Object.entries(orders).map(([orderId, { status, lines, total, unfinished }]) => ({
      ...{ orderId, status: status as OrderStatus, lines },
      total: total ?? undefined,
      unfinished: (unfinished ?? []).map(({ step }) => step),
    })),
    stock: Object.entries(stock).map(([sku, level]) => ({ sku, ...level, held: heldOf({ reservations }, sku) })),
    payments: Object.entries(payments).flatMap(([orderId, { state, total }]) =>
      ledgerOf(orderId, state, total?.amountMinor ?? 0, total?.currency ?? ''),
    ),
    shipments: Object.entries(shipments).flatMap(([orderId, { state }]) => parcelOf(orderId, state, statusOf(orderId))),
  };
}

/** As `createPostgresBooks`, but that a charge without an outcome fits no end: neither all was taken nor nothing. */
function ledgerOf(orderId: string, state: string, amountMinor: number, currency: string): readonly PaymentEntry[] {
  const entry = { orderId, currency, captures: 1, refundedMinor: 0, refunds: 0 };
  switch (state) {
    case 'CHARGED':
    case 'REFUNDING':
      return [{ ...entry, capturedMinor: amountMinor }];
    case 'REFUNDED':
      return [{ ...entry, capturedMinor: amountMinor, refundedMinor: amountMinor, refunds: 1 }];
    case 'OPEN':
      return [{ ...entry, capturedMinor: 1 }];
    default:
      return [];
  }
}

/** A booking without an outcome fits no end either. */
const parcelOf = (orderId: string, state: string, status: string | undefined): readonly ShipmentEntry[] =>
  state === 'BOOKED' || ((state === 'OPEN' || state === 'CANCELLING') && status !== 'CONFIRMED')
    ? [{ orderId, state: 'booked' }]
    : [];

/** What a reservation says of an order, whatever the order says: stock is compared with reservations here. */
const reservationsAsOrders = ({ reservations, orders }: Snapshot): Books['orders'] =>
  Object.entries(reservations).flatMap(([orderId, { state, quantities }]) => {
    const status = { HELD: 'RESERVED', SOLD: orders[orderId]?.status === 'CONFIRMED' ? 'CONFIRMED' : undefined }[state];
    return status === undefined
      ? []
      : [
          {
            ...{ orderId, status: status as OrderStatus, unfinished: [] },
            lines: Object.entries(quantities).map(([sku, quantity]) => ({ sku, quantity })),
          },
        ];
  });
