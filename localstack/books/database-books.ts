import type { BookedEvent, BookedOrder, StockLevel } from '../../lambdas/domain/books/books';
import type { OrderStatus } from '../../lambdas/domain/order';
import { withSession } from '../postgres/with-session';

interface DatabaseBooks {
  readonly orders: readonly BookedOrder[];
  readonly stock: readonly StockLevel[];
  readonly events: readonly BookedEvent[];
}

interface OrderRow {
  readonly order_id: string;
  readonly status: OrderStatus;
  readonly total_minor: string | null;
  readonly currency: string | null;
  readonly unfinished: readonly { readonly step: string }[] | null;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[] | null;
}

const ORDERS = `
  SELECT o.order_id, o.status, o.total_minor, o.currency, o.unfinished,
         (SELECT json_agg(json_build_object('sku', l.sku, 'quantity', l.quantity) ORDER BY l.line)
            FROM order_lines l WHERE l.order_id = o.order_id) AS lines
    FROM orders o`;
const STOCK = `
  SELECT sku, initial::float8, available::float8, reserved::float8, sold::float8,
         (SELECT COALESCE(sum(l.quantity), 0)::float8 FROM reservation_lines l JOIN reservations r USING (order_id)
           WHERE r.state = 'HELD' AND l.sku = stock.sku) AS held
    FROM stock ORDER BY sku`;
const EVENTS = 'SELECT order_id AS "orderId", sequence, type, status FROM order_events';

/** Reads our own books in one transaction, so that orders, stock and events are of the same moment. */
export const readDatabaseBooks = (connectionString: string): Promise<DatabaseBooks> =>
  withSession(connectionString, async (session) => {
    await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const orders = await session.query<OrderRow>(ORDERS);
    const stock = await session.query<StockLevel>(STOCK);
    const events = await session.query<BookedEvent>(EVENTS);
    await session.query('COMMIT');
    return { orders: orders.rows.map(bookedOrder), stock: stock.rows, events: events.rows };
  });

const bookedOrder = (row: OrderRow): BookedOrder => ({
  orderId: row.order_id,
  status: row.status,
  lines: row.lines ?? [],
  total:
    row.total_minor === null || row.currency === null
      ? undefined
      : { amountMinor: Number(row.total_minor), currency: row.currency },
  unfinished: (row.unfinished ?? []).map(({ step }) => step),
});
