import type { OrderLine, OrderStatus } from '../../domain/order';
import type { ReplicaReader } from '../../ports/consistent-orders';
import type { OrderView, Product } from '../../ports/order-reader';
import type { Database } from './database';

/** The catalogue of one shop, not of a marketplace: beyond this it needs pages. */
const MOST_PRODUCTS = 1_000;

const VIEW = `
  SELECT orders.order_id, orders.customer_id, orders.status, orders.version, orders.total_minor, orders.currency,
    orders.reason, orders.accepted_at, orders.updated_at,
    (SELECT jsonb_agg(jsonb_build_object('sku', line.sku, 'quantity', line.quantity) ORDER BY line.line)
     FROM order_lines AS line WHERE line.order_id = orders.order_id) AS lines
  FROM orders`;

const FIND_ORDER = `/* find-order */ ${VIEW} WHERE orders.order_id = $1`;

const LIST_ORDERS = `/* list-orders */ ${VIEW}
  WHERE orders.customer_id = $1
    AND ($3::timestamptz IS NULL OR (orders.accepted_at, orders.order_id) < ($3::timestamptz, $4::uuid))
  ORDER BY orders.accepted_at DESC, orders.order_id DESC
  LIMIT $2`;

/**
 * $5 an order, $6 its version. No row: it is not known here in that version. One row without an order: the list is
 * empty. One statement, since the next one may be answered by another replica.
 */
const LIST_ORDERS_SINCE = `
  /* list-orders-since */
  WITH page AS (${LIST_ORDERS})
  SELECT page.*
  FROM (SELECT FROM orders WHERE order_id = $5 AND version >= $6) AS seen LEFT JOIN page ON true
  ORDER BY page.accepted_at DESC, page.order_id DESC`;

const LIST_PRODUCTS = `
  /* list-products */
  SELECT sku, name, price_minor, currency, COALESCE(stock.available, 0) AS available
  FROM products LEFT JOIN stock USING (sku)
  ORDER BY sku
  LIMIT ${MOST_PRODUCTS}`;

interface ViewRow {
  readonly order_id: string;
  readonly customer_id: string;
  readonly status: OrderStatus;
  readonly version: number;
  readonly total_minor: number | null;
  readonly currency: string | null;
  readonly reason: string | null;
  readonly accepted_at: Date;
  readonly updated_at: Date;
  readonly lines: readonly OrderLine[] | null;
}

interface ProductRow {
  readonly sku: string;
  readonly name: string;
  readonly price_minor: number;
  readonly currency: string;
  readonly available: number;
}

/** What customers see of their orders and of the catalogue. */
export function createPostgresOrderReader({ database }: { readonly database: Database }): ReplicaReader {
  const listing = ({ customerId, limit, after }: Parameters<ReplicaReader['listOrders']>[0]) => [
    customerId,
    limit,
    after?.acceptedAt ?? null,
    after?.orderId ?? null,
  ];

  return {
    async findOrder(orderId) {
      const [row] = await database.query<ViewRow>(FIND_ORDER, [orderId]);
      return row && toView(row);
    },

    async listOrders(query) {
      return (await database.query<ViewRow>(LIST_ORDERS, listing(query))).map(toView);
    },

    async listOrdersSince(query, { orderId, version }) {
      const rows = await database.query<ViewRow | { readonly order_id: null }>(LIST_ORDERS_SINCE, [
        ...listing(query),
        orderId,
        version,
      ]);
      return rows.length === 0 ? undefined : rows.filter((row) => row.order_id !== null).map(toView);
    },

    async listProducts() {
      return (await database.query<ProductRow>(LIST_PRODUCTS)).map(toProduct);
    },
  };
}

const toView = ({ total_minor, currency, reason, ...row }: ViewRow): OrderView => ({
  orderId: row.order_id,
  customerId: row.customer_id,
  status: row.status,
  version: row.version,
  lines: row.lines ?? [],
  ...(total_minor === null || currency === null ? {} : { total: { amountMinor: total_minor, currency } }),
  ...(reason === null ? {} : { reason }),
  acceptedAt: row.accepted_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});

const toProduct = ({ sku, name, price_minor, currency, available }: ProductRow): Product => ({
  sku,
  name,
  price: { amountMinor: price_minor, currency },
  available,
});
