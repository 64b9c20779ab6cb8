import { listOrders } from '../../console/orders/list-orders';
import { readOrder } from '../../console/orders/read-order';
import type { OrderSearch } from '../../console/orders/search';
import { readMinutes, readOpenOrders } from '../../console/overview/order-figures';
import { readRepairs } from '../../console/repair/repairs';
import { createPostgresBooks } from '../../lambdas/persistence/postgres/books-on-record';
import type { Database } from '../../lambdas/persistence/postgres/database';
import { createPostgresOrderGauges } from '../../lambdas/persistence/postgres/order-gauges';
import { createPostgresOrderHistory } from '../../lambdas/persistence/postgres/order-history';
import { createPostgresOrderResolutions } from '../../lambdas/persistence/postgres/order-resolutions';
import { createPostgresOrdersOnRecord } from '../../lambdas/persistence/postgres/orders-on-record';
import { createPostgresUnfinishedOrders } from '../../lambdas/persistence/postgres/stuck-orders';
import { orderIdOf } from './mothers/order-mother';

const orderId = orderIdOf(1);
/** Of more, a small table would be read as a whole at a lower cost. */
const FEW = 20;
const customer: OrderSearch = { text: 'customer-1' };
const day: OrderSearch = { from: '2026-11-01', to: '2026-11-30' };
const further: OrderSearch = { after: { acceptedAt: '2026-11-15T00:00:00.000Z', orderId } };

/** The ways in which an operator looks for orders. */
const FIRST_PAGES: readonly OrderSearch[] = [
  {},
  customer,
  { text: orderId },
  { text: orderId.slice(0, 8) },
  { status: 'CONFIRMED' },
  { status: 'NEEDS_REPAIR' },
  day,
  { ...customer, status: 'CONFIRMED' },
  { ...customer, ...day },
  { status: 'CONFIRMED', ...day },
];

/** Sends every statement that belongs to no store of the saga: of the timeline, gauges, books, repair and the console. */
export async function askWhatOperatorsAsk(database: Database): Promise<void> {
  const now = new Date();
  await createPostgresUnfinishedOrders({ database }).findUnfinished({ acceptedBefore: now, limit: 50 });
  await createPostgresUnfinishedOrders({ database }).findUnwritten([orderId]);
  await createPostgresOrderHistory({ database }).eventsOf(orderId);
  await createPostgresOrderGauges({ database }).readOpenOrders({ acceptedBefore: now });

  const books = createPostgresBooks({ database });
  await books.readOrders({ after: orderId, limit: FEW });
  await books.readStock();

  const resolutions = createPostgresOrderResolutions({ database });
  await resolutions.record({ orderId, version: 1, unfinished: [], reason: 'by hand', by: 'ada' });
  await resolutions.ofOrder(orderId);

  await readMinutes(database, now);
  await readOpenOrders(database);
  await readRepairs(database);
  await readOrder(database, orderId);
  await createPostgresOrdersOnRecord({ database }).findOnRecord(orderId);
  for (const search of FIRST_PAGES) {
    await listOrders(database, search);
    await listOrders(database, { ...search, ...further });
  }
}
