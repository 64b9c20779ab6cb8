import { over } from '../world/over';
import type { Ports, World } from '../world/world';
import type { Verdict } from './verdict';

/** What the bank takes of these all the same, nobody can have settled: our books said that there was nothing. */
const CAME_TO_NOTHING: ReadonlySet<string | undefined> = new Set(['VOIDED', 'DECLINED']);

/** Looks whether an event of the provider has us pay back what somebody had marked as settled before it came. */
export function createSettlingWatch(world: World) {
  const violations: Verdict['violations'][number][] = [];

  return {
    violations: violations as readonly Verdict['violations'][number][],

    over(ports: Ports): Ports {
      const { paymentRecords, provider } = ports;
      let isSettled = false;
      return over(ports, {
        paymentRecords: over(paymentRecords, {
          async find(query) {
            const order = query.orderId && (await world.ports.records.findOnRecord(query.orderId));
            const payment = await paymentRecords.find(query);
            isSettled = order !== undefined && order !== '' && order.isResolved && !CAME_TO_NOTHING.has(payment?.state);
            return payment;
          },
        }),
        provider: over(provider, {
          refundIntent(request) {
            if (isSettled) {
              const detail = 'an event of the provider had it refunded, and it was settled by hand';
              violations.push({ invariant: 'refunded-though-settled', subject: request.orderId, detail });
            }
            return provider.refundIntent(request);
          },
        }),
      });
    },
  };
}
