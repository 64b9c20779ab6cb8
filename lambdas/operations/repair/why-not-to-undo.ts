import type { ExecutionStatus } from '../../ports/order-standing';
import type { OrderOnRecord } from '../../ports/orders-on-record';

interface Standing {
  readonly order: OrderOnRecord | undefined;
  readonly execution: Awaited<ReturnType<ExecutionStatus['statusOf']>>;
  readonly evenIfResolved: boolean;
  /** What a person types to stop its execution. */
  readonly stop: string;
}

/**
 * Why an order is not undone by hand, and what to do instead.
 *
 * @returns undefined when it may be
 */
export function whyNotToUndo({ order, execution, evenIfResolved, stop }: Standing): string | undefined {
  if (order === undefined) {
    return 'it is not on record: no step of it has run, and there is nothing to undo';
  }
  switch (order.status) {
    case 'CONFIRMED':
      return 'it is confirmed, and a confirmed order stands';
    case 'REJECTED':
    case 'CANCELLED':
      return `it is ${order.status}: everything is undone already`;
    default:
      if (execution === 'RUNNING') {
        return `its execution is running, and may still finish it. Stop that first: ${stop}`;
      }
      if (order.status !== 'NEEDS_REPAIR') {
        return `it is ${order.status} and no execution carries it: it is handed over as NEEDS_REPAIR within seconds, or see the runbook 'orders are stuck'`;
      }
      return order.isResolved && !evenIfResolved
        ? 'somebody has marked it as resolved: what is unfinished was settled outside of this system'
        : undefined;
  }
}
