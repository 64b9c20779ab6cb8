import type { StuckOrder } from '../../lambdas/operations/find-stuck-orders';
import { ago } from './ago';
import { plainTable } from './plain-table';

/** Order ids are whole, so that they can be copied into the next command; the reason goes on a line of its own. */
export const stuckOrdersTable = (orders: readonly StuckOrder[]): string =>
  orders.length === 0
    ? 'No order is stuck.'
    : plainTable(
        ['order', 'status', 'where', 'for'],
        orders.map(({ orderId, status, where, since, why }) => ({
          cells: [orderId, status, where, ago(since)],
          below: why,
        })),
      );
