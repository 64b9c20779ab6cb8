import { SFNClient } from '@aws-sdk/client-sfn';
import { executionArnOf } from '../../lambdas/gateways/execution-arn';
import { emulatorClient } from '../../localstack/aws';
import type { ChaosCloud } from '../../localstack/chaos/chaos-cloud';
import { drain } from '../../localstack/drain';
import { orderOf } from '../../localstack/main-job/scenarios';
import { createShop, type OrderRequest } from '../../localstack/main-job/shop';
import type { Progress } from '../../localstack/progress';
import { customerToken } from '../../localstack/token-issuer/local-token';
import { type ExecutionSize, executionSize } from './execution-size';
import { median, medianTally } from './median-tally';
import { countCalls, type Tally } from './tally';

/** What one order of a kind takes of everything that is paid or waited for. */
export interface OrderCosts extends ExecutionSize {
  readonly calls: Tally;
}

const KINDS: Readonly<Record<string, OrderRequest>> = {
  happy: orderOf(),
  declined: orderOf({ paymentMethodId: 'pm_card_visa_chargeDeclined' }),
  shipmentRefused: orderOf({ shippingAddress: { ...orderOf().shippingAddress, postalCode: '00000' } }),
  outOfStock: orderOf({ lines: [{ sku: 'POT-LIMITED', quantity: 1_000 }] }),
};

const ENDED_WITHIN_MS = 60_000;

/** Places orders one after another and counts, between any two parts, what each of them calls. */
export async function benchOrders({
  chaos,
  ordersOfAKind,
  progress,
  signal,
}: {
  readonly chaos: ChaosCloud;
  readonly ordersOfAKind: number;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}): Promise<Readonly<Record<string, OrderCosts>>> {
  const { endpoints } = chaos.cloud;
  const { stateDirectory, tokenIssuer, stateMachineArn } = endpoints;
  const token = customerToken({ stateDirectory, issuer: tokenIssuer.url, audience: tokenIssuer.audience }, 'bench');
  const shop = createShop({ api: endpoints.api, token });
  const sfn = new SFNClient(emulatorClient(endpoints.emulator));
  const counter = countCalls(chaos);

  const carry = async (request: OrderRequest): Promise<OrderCosts> => {
    counter.take();
    const { status, orderId } = await shop.place(request);
    if (status !== 202 || orderId === undefined) {
      throw new Error(`expected POST /orders to answer 202, got ${status}`);
    }
    if (!(await drain(endpoints, ENDED_WITHIN_MS, signal))) {
      throw new Error(`order ${orderId} has not ended after ${ENDED_WITHIN_MS / 1_000} s`);
    }
    const calls = counter.take();
    const arn = executionArnOf(stateMachineArn, orderId);
    return { calls, ...(await executionSize(sfn, arn)) };
  };

  try {
    const costs: Record<string, OrderCosts> = {};
    for (const [kind, request] of Object.entries(KINDS)) {
      costs[kind] = await progress.phase(`${ordersOfAKind} orders: ${kind}`, async () => {
        await carry(request); // warms the environments up
        const each: OrderCosts[] = [];
        while (each.length < ordersOfAKind) {
          each.push(await carry(request));
        }
        return {
          statesEntered: median(each.map(({ statesEntered }) => statesEntered)),
          inputBytes: median(each.map(({ inputBytes }) => inputBytes)),
          historyEvents: median(each.map(({ historyEvents }) => historyEvents)),
          calls: medianTally(each.map(({ calls }) => calls)),
        };
      });
    }
    return costs;
  } finally {
    sfn.destroy();
  }
}
