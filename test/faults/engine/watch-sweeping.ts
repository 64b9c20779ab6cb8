import { over } from '../world/over';
import type { Ports, World } from '../world/world';
import { violation } from './check-execution';
import type { Verdict } from './verdict';

export type SweepingWatch = ReturnType<typeof createSweepingWatch>;

/**
 * Looks whether the sweeper of held stock touches an order that a person had marked as settled when it was found, and
 * whether anybody begins to charge one that it has called off.
 */
export function createSweepingWatch({ ports: { held, payments, paymentRecords, records } }: World) {
  const violations: Verdict['violations'][number][] = [];
  let settled: ReadonlySet<string> = new Set();
  const calledOff = new Set<string>();

  const isSettled = async (orderId: string): Promise<boolean> =>
    (await records.findOnRecord(orderId))?.isResolved === true;
  const lookAt = (orderId: string, call: string): void => {
    if (settled.has(orderId)) {
      violations.push(violation('swept-though-settled', orderId, `${call} was called, and it was settled by hand`));
    }
  };

  return {
    violations: violations as readonly Verdict['violations'][number][],

    /** What everybody calls: asked at the very moment, whatever befalls a call on its way here. */
    held: over(held, {
      async findUnmoved(query) {
        const found = await held.findUnmoved(query);
        const marks = await Promise.all(found.map(({ orderId }) => isSettled(orderId)));
        settled = new Set(found.filter((_, index) => marks[index]).map(({ orderId }) => orderId));
        return found;
      },
      async callOff(query) {
        const isMarked = await isSettled(query.orderId);
        const isCalledOff = await held.callOff(query);
        if (isCalledOff) {
          calledOff.add(query.orderId);
        }
        if (isMarked && isCalledOff) {
          violations.push(violation('swept-though-settled', query.orderId, 'it was called off, and settled by hand'));
        }
        return isCalledOff;
      },
    }),

    /** As `held`. */
    payments: over(payments, {
      async beginCharge(orderId) {
        const isNew = calledOff.has(orderId) && (await paymentRecords.find({ intentId: '', orderId })) === undefined;
        const begun = await payments.beginCharge(orderId);
        if (isNew && begun.kind === 'open') {
          violations.push(violation('charged-though-called-off', orderId, 'its charge was begun after that'));
        }
        return begun;
      },
    }),

    /** What the sweeper calls. */
    over: (ports: Ports): Ports =>
      over(ports, {
        inventory: over(ports.inventory, {
          release(orderId, ...rest) {
            lookAt(orderId, 'release');
            return ports.inventory.release(orderId, ...rest);
          },
        }),
        orders: over(ports.orders, {
          reject(order, ...rest) {
            lookAt(order.orderId, 'reject');
            return ports.orders.reject(order, ...rest);
          },
          markNeedsRepair(order, ...rest) {
            lookAt(order.orderId, 'markNeedsRepair');
            return ports.orders.markNeedsRepair(order, ...rest);
          },
        }),
      }),
  };
}
