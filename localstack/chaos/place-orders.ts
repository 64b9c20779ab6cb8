import { setTimeout as sleep } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import { emulatorClient } from '../aws';
import { createOrderQueueAccess } from '../main-job/order-queue-access';
import type { PlacedOrder } from '../main-job/scenarios';
import type { Shop } from '../main-job/shop';
import { customerToken } from '../token-issuer/local-token';
import type { ChaosCloud } from './chaos-cloud';
import type { ClientHistory } from './client-history';
import { isPoison, scenarioAt } from './order-mix';
import { createPatientClient, outcomeOf, type PatientClient } from './patient-client';
import { chance } from './random-faults';

const CUSTOMER = 'customer-of-an-experiment';
/** Each is some sagas at once. More of them are more functions to start, and no other mix of what meets what. */
const CUSTOMERS_AT_ONCE = 6;
const LOOKS_AFTER_MS_MAX = 3_000;

export interface PlacedOrders {
  readonly placed: readonly PlacedOrder[];
  /** Whoever got a clear answer, and not the one that he had to get: what he has to say. */
  readonly complaints: readonly string[];
  /** The same of whoever gave up on a request that had no clear answer, which may happen while calls fail. */
  readonly givenUp: readonly string[];
  /** Messages that were sent and are no orders. */
  readonly poison: number;
  readonly client: PatientClient;
  readonly customerId: string;
}

/** Places orders of all kinds, a few at once, each looked at once by its customer a moment later. */
export async function placeOrders({
  chaos: { cloud },
  orders,
  seed,
  history,
  reach,
  signal,
}: {
  readonly chaos: ChaosCloud;
  readonly orders: number;
  readonly seed: number;
  readonly history: ClientHistory;
  /** Told of the share of the orders that have been placed; whoever has placed one waits for it before the next. */
  readonly reach: (share: number) => Promise<void>;
  readonly signal: AbortSignal;
}): Promise<PlacedOrders> {
  const { api, emulator, queues, stateDirectory, tokenIssuer } = cloud.endpoints;
  const token = customerToken({ stateDirectory, issuer: tokenIssuer.url, audience: tokenIssuer.audience }, CUSTOMER);
  const client = createPatientClient({ api, token, history });
  const sqs = new SQSClient(emulatorClient(emulator));
  const queue = createOrderQueueAccess({ sqs, queueUrl: queues.orders, customerId: CUSTOMER });
  const placed: PlacedOrder[] = [];
  const complaints: string[] = [];
  const givenUp: string[] = [];
  const looks: Promise<void>[] = [];
  let drawn = 0;
  let begun = 0;

  const look = async (orderId: string, afterMs: number): Promise<void> => {
    await sleep(afterMs);
    await client.find(orderId).catch(() => undefined); // it stands in the history
  };
  const customer = async (): Promise<void> => {
    while (begun < orders) {
      signal.throwIfAborted();
      const index = drawn;
      const scenario = scenarioAt(chance(seed, 'scenario', index));
      drawn += 1;
      begun += isPoison(scenario) ? 0 : 1;
      const watched = watchClarity(client);
      try {
        for (const order of await scenario.run(watched.shop, queue)) {
          placed.push(order);
          looks.push(look(order.orderId, chance(seed, 'look', index) * LOOKS_AFTER_MS_MAX));
        }
      } catch (error) {
        (watched.isUnclear() ? givenUp : complaints).push(
          `${scenario.name}: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
      await reach(begun / orders);
    }
  };

  await Promise.all(Array.from({ length: CUSTOMERS_AT_ONCE }, customer));
  await Promise.all(looks);
  return { placed, complaints, givenUp, poison: drawn - begun, client, customerId: CUSTOMER };
}

/** A customer who notices whether a request of his was left without a clear answer, however often he repeated it. */
export function watchClarity(shop: Shop): { readonly shop: Shop; isUnclear(): boolean } {
  let unclear = false;
  return {
    isUnclear: () => unclear,
    shop: {
      find: (orderId) => shop.find(orderId),
      async place(request, key) {
        const answer = await shop.place(request, key);
        unclear ||= outcomeOf(answer.status) === 'unknown';
        return answer;
      },
    },
  };
}
