import { over } from '../world/over';
import type { World } from '../world/world';
import { violation } from './check-execution';
import type { Verdict } from './verdict';

/** Looks whether an order is confirmed, by whomever, that a person had marked as settled by then. */
export function createConfirmingWatch({ ports: { orders, records } }: World) {
  const violations: Verdict['violations'][number][] = [];

  return {
    violations: violations as readonly Verdict['violations'][number][],

    /** What the functions call: asked at the very moment, whatever befalls a call on its way here. */
    orders: over(orders, {
      async confirm(orderId) {
        const order = await records.findOnRecord(orderId);
        const outcome = await orders.confirm(orderId);
        if (outcome.kind === 'confirmed' && order?.status === 'NEEDS_REPAIR' && order.isResolved) {
          violations.push(violation('confirmed-though-settled', orderId, 'it was settled by hand'));
        }
        return outcome;
      },
    }),
  };
}
