import Table from 'cli-table3';
import type { StuckOrder } from '../../lambdas/operations/find-stuck-orders';
import { PLAIN } from '../../localstack/main-job/orders-table';

/** Order ids are whole, so that they can be copied into the next command; the reason goes on a line of its own. */
export function stuckOrdersTable(orders: readonly StuckOrder[]): string {
  if (orders.length === 0) {
    return 'No order is stuck.';
  }
  const table = new Table({
    head: ['order', 'status', 'where', 'since'],
    style: { head: [], border: [], compact: true },
    chars: PLAIN,
  });
  for (const { orderId, status, where, since, why } of orders) {
    table.push([orderId, status, where, since.slice(0, 19)], [{ colSpan: 4, content: `  ${why}` }]);
  }
  return table.toString();
}
