import type { OrderStatus } from '../../lambdas/domain/order';
import type { Database } from '../../lambdas/persistence/postgres/database';
import { boundsOf, idRangeOf, type OrderSearch } from './search';

export interface ListedOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly totalMinor: number | null;
  readonly currency: string | null;
  readonly reason: string | null;
  readonly acceptedAt: Date;
  readonly updatedAt: Date;
}

export interface OrderPage {
  readonly orders: readonly ListedOrder[];
  readonly hasMore: boolean;
}

export const PAGE_SIZE = 50;

const COLUMNS = `order_id AS "orderId", customer_id AS "customerId", status, total_minor AS "totalMinor", currency, reason,
  accepted_at AS "acceptedAt", updated_at AS "updatedAt"`;

/** Newest first. The page begins where the last one ended, so the ten-thousandth costs what the first does. */
export async function listOrders(database: Database, search: OrderSearch): Promise<OrderPage> {
  const range = search.text === undefined ? undefined : idRangeOf(search.text);
  if (range !== undefined) {
    const byId = await pageOf(database, search, { text: 'order_id BETWEEN ? AND ?', values: range });
    if (byId.orders.length > 0) {
      return byId;
    }
  }
  return pageOf(
    database,
    search,
    search.text === undefined ? undefined : { text: 'customer_id = ?', values: [search.text] },
  );
}

interface Condition {
  readonly text: string;
  readonly values: readonly unknown[];
}

async function pageOf(database: Database, search: OrderSearch, who: Condition | undefined): Promise<OrderPage> {
  const conditions = [who, ...conditionsOf(search)].filter((condition) => condition !== undefined);
  const values = conditions.flatMap((condition) => condition.values);
  let place = 0;
  const where = conditions.map(({ text }) => text.replaceAll('?', () => `$${++place}`)).join(' AND ');
  const rows = await database.query<ListedOrder>(
    `/* search-orders */ SELECT ${COLUMNS} FROM orders ${where === '' ? '' : `WHERE ${where}`}
     ORDER BY accepted_at DESC, order_id DESC LIMIT $${place + 1}`,
    [...values, PAGE_SIZE + 1],
  );
  return { orders: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE };
}

function conditionsOf({ status, after, ...search }: OrderSearch): readonly (Condition | undefined)[] {
  const { begin, end } = boundsOf(search);
  return [
    status === undefined ? undefined : { text: 'status = ?', values: [status] },
    begin === undefined ? undefined : { text: 'accepted_at >= ?::timestamptz', values: [begin] },
    end === undefined ? undefined : { text: 'accepted_at < ?::timestamptz', values: [end] },
    after === undefined
      ? undefined
      : { text: '(accepted_at, order_id) < (?::timestamptz, ?::uuid)', values: [after.acceptedAt, after.orderId] },
  ];
}
