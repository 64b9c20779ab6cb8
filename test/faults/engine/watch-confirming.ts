import { over } from '../world/over';
import type { Ports } from '../world/world';
import { violation } from './check-execution';
import type { Verdict } from './verdict';

/**
 * Looks whether an order is confirmed, by whomever, that a person had marked as settled by then. Remembers the marks by
 * itself: one that has gone from the record was somebody's word all the same.
 */
export function createConfirmingWatch({ orders, resolutions }: Ports) {
  const violations: Verdict['violations'][number][] = [];
  const settled = new Set<string>();

  return {
    violations: violations as readonly Verdict['violations'][number][],

    /** Orders that somebody has ever marked as settled. */
    settled: settled as ReadonlySet<string>,

    /** What everybody calls: looks at the very moment, whatever befalls a call on its way here. */
    ports: {
      orders: over(orders, {
        async confirm(orderId) {
          const wasSettled = settled.has(orderId);
          const outcome = await orders.confirm(orderId);
          if (outcome.kind === 'confirmed' && wasSettled) {
            violations.push(violation('confirmed-though-settled', orderId, 'it was settled by hand'));
          }
          return outcome;
        },
      }),
      resolutions: over(resolutions, {
        async record(resolution) {
          const isRecorded = await resolutions.record(resolution);
          if (isRecorded) {
            settled.add(resolution.orderId);
          }
          return isRecorded;
        },
      }),
    } satisfies Partial<Ports>,
  };
}
