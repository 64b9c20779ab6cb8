import type { Snapshot } from '../../support/contracts/store-world';
import { over } from '../world/over';
import type { Ports, World } from '../world/world';
import { violation } from './check-execution';
import type { Verdict } from './verdict';

/** Of a step of the record, whose undo it is and in which states that is done for good. */
const DONE = {
  CancelShipment: { of: 'shipments', in: ['CANCELLED', 'REFUSED'] },
  RefundPayment: { of: 'payments', in: ['VOIDED', 'REFUNDED', 'DECLINED'] },
  ReleaseInventory: { of: 'reservations', in: ['RELEASED'] },
} as const;

/** Looks at what the record of an order in repair lists, for whoever works by it. */
export function createParkingWatch(world: World) {
  const violations: Verdict['violations'][number][] = [];

  return {
    violations: violations as readonly Verdict['violations'][number][],

    /** What everybody calls: looks at the very moment, whatever befalls a call on its way here. */
    over: (orders: Ports['orders']): Ports['orders'] =>
      over(orders, {
        async reject(order, reason) {
          const before = await world.peek();
          const outcome = await orders.reject(order, reason);
          if (outcome.status === 'NEEDS_REPAIR') {
            const { unfinished } = (await world.peek()).orders[order.orderId] ?? {};
            const done = unfinished?.find(({ step }) => wasDone(before, order.orderId, step));
            if (done !== undefined) {
              violations.push(violation('done-and-on-record', order.orderId, `${done.step} had been done before`));
            }
          }
          return outcome;
        },
      }),
  };
}

const wasDone = (snapshot: Snapshot, orderId: string, step: string): boolean => {
  const done = DONE[step as keyof typeof DONE];
  const state = done && snapshot[done.of][orderId]?.state;
  return state !== undefined && (done.in as readonly string[]).includes(state);
};
