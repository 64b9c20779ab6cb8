import type { BookedEvent, BookedOrder, PaymentEntry, ShipmentEntry, StockLevel } from '../../domain/books/books';
import type { OrderStatus } from '../../domain/order';
import type { BooksOnRecord } from '../../ports/books-on-record';
import { RESERVATIONS_ABOUT, STOCK, STRETCH } from './books-statements';
import { type Database, queryOne } from './database';

/** Adding up more than this takes longer than a statement may. */
const MOST_RESERVATIONS = 500_000;

interface OrderRow {
  readonly orderId: string;
  readonly status: OrderStatus;
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly unfinished: readonly { readonly step: string }[];
  readonly paymentState: string | null;
  readonly amountMinor: number | null;
  readonly paymentCurrency: string | null;
  readonly shipmentState: string | null;
  readonly events: readonly Omit<BookedEvent, 'orderId'>[] | null;
}

interface StockRow extends StockLevel {
  readonly heldByOrders: number;
  readonly soldToOrders: number;
}

export const createPostgresBooks = ({ database }: { readonly database: Database }): BooksOnRecord => ({
  async readOrders({ after, limit }) {
    const rows = await database.query<OrderRow>(STRETCH, [after, limit]);
    return {
      orders: rows.map(bookedOrder),
      events: rows.flatMap(({ orderId, events }) => (events ?? []).map((event) => ({ orderId, ...event }))),
      payments: rows.flatMap(paymentOf),
      shipments: rows.flatMap(shipmentOf),
      next: rows.length < limit ? undefined : rows.at(-1)?.orderId,
    };
  },

  async readStock() {
    const { rows } = await queryOne<{ readonly rows: number }>(database, RESERVATIONS_ABOUT, []);
    if (rows > MOST_RESERVATIONS) {
      return undefined;
    }
    const levels = await database.query<StockRow>(STOCK);
    return {
      stock: levels.map(({ heldByOrders, soldToOrders, ...level }) => ({ ...level, held: heldByOrders })),
      orders: [
        allOrders('CONFIRMED', levels, ({ soldToOrders }) => soldToOrders),
        allOrders('RESERVED', levels, ({ heldByOrders }) => heldByOrders),
      ],
    };
  },
});

const bookedOrder = ({ orderId, status, totalMinor, currency, unfinished }: OrderRow): BookedOrder => ({
  orderId,
  status,
  lines: [],
  total: totalMinor === null || currency === null ? undefined : { amountMinor: totalMinor, currency },
  unfinished: unfinished.map(({ step }) => step),
});

/** Nothing was taken while a payment is declined or void, and everything was given back once it is refunded. */
function paymentOf({ orderId, paymentState, amountMinor, paymentCurrency }: OrderRow): readonly PaymentEntry[] {
  if (paymentState === null || paymentState === 'DECLINED' || paymentState === 'VOIDED') {
    return [];
  }
  const capturedMinor = amountMinor ?? 0;
  const isRefunded = paymentState === 'REFUNDED';
  return [
    {
      ...{ orderId, currency: paymentCurrency ?? '', capturedMinor, captures: 1 },
      ...(isRefunded ? { refundedMinor: capturedMinor, refunds: 1 } : { refundedMinor: 0, refunds: 0 }),
    },
  ];
}

/** What may be at the carrier counts as booked. */
const shipmentOf = ({ orderId, shipmentState }: OrderRow): readonly ShipmentEntry[] =>
  shipmentState === null || shipmentState === 'REFUSED' || shipmentState === 'CANCELLED'
    ? []
    : [{ orderId, state: 'booked' }];

/** All orders of a status as if they were one. */
const allOrders = (
  status: OrderStatus,
  levels: readonly StockRow[],
  quantityOf: (level: StockRow) => number,
): BookedOrder => ({
  orderId: `all ${status} orders`,
  status,
  lines: levels
    .map((level) => ({ sku: level.sku, quantity: quantityOf(level) }))
    .filter(({ quantity }) => quantity > 0),
  unfinished: [],
});
