import type { PaymentOnRecord } from '../../../lambdas/ports/payment-records';
import { over } from '../world/over';
import type { Ports, World } from '../world/world';
import { violation } from './check-execution';
import type { Verdict } from './verdict';

const REFUNDING: ReadonlySet<string> = new Set(['RefundPayment', 'SettlePayment']);

const isOnItsWay = ({ isUndone, isInRepair, isConfirmed }: PaymentOnRecord): boolean =>
  !isUndone && !isInRepair && !isConfirmed;

/**
 * Looks whether a refund is asked for again by itself that is on record as failed, or that an event of the provider could
 * have found to have failed; and whether such an event calls off an order that is on its way.
 */
export function createRefundingWatch(world: World) {
  const violations: Verdict['violations'][number][] = [];
  const haveFailed = async (intentId: string): Promise<boolean> => {
    const refunds = await world.ports.provider.refundsOf(intentId);
    return refunds.length > 0 && refunds.every(({ stands }) => !stands);
  };

  return {
    violations: violations as readonly Verdict['violations'][number][],

    /** What a function calls. Looks before each call, so what happens on its way counts for nothing. */
    over(state: string, ports: Ports): Ports {
      if (!REFUNDING.has(state)) {
        return ports;
      }
      const { payments, paymentRecords, provider } = ports;
      let hasFailed = false;
      let hadFailed = false;
      return over(ports, {
        paymentRecords: over(paymentRecords, {
          async find(query) {
            hadFailed = await haveFailed(query.intentId);
            return paymentRecords.find(query);
          },
        }),
        payments: over(payments, {
          async beginRefund(orderId) {
            const payment = await world.ports.paymentRecords.find({ intentId: '', orderId });
            hasFailed = payment?.state === 'REFUNDING' && payment.refundId !== undefined;
            if (state === 'SettlePayment' && payment !== undefined && isOnItsWay(payment)) {
              violations.push(violation('called-off-by-an-event', orderId, 'its saga was on its way'));
            }
            return payments.beginRefund(orderId);
          },
        }),
        provider: over(provider, {
          async refundIntent(request) {
            if (hasFailed || (hadFailed && (await haveFailed(request.intentId)))) {
              violations.push(violation('refunded-again', request.orderId, 'its refund had failed before'));
            }
            return provider.refundIntent(request);
          },
        }),
      });
    },
  };
}
