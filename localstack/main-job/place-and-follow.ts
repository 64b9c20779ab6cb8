import { SQSClient } from '@aws-sdk/client-sqs';
import { emulatorClient } from '../aws';
import { type LocalBooks, readBooks } from '../books/read-books';
import { drain } from '../drain';
import type { Endpoints } from '../endpoints';
import { type FollowedOrder, followOrders } from './follow-orders';
import { createOrderQueueAccess } from './order-queue-access';
import { SCENARIOS } from './scenarios';
import { createShop } from './shop';

const QUIET_WITHIN_MS = 30_000;

export interface MainJobResult {
  readonly followed: readonly FollowedOrder[];
  readonly books: LocalBooks;
}

/** Places one order of each kind over HTTP, follows each to its end, and takes the books when all is quiet. */
export async function placeAndFollow({
  endpoints,
  customerId,
  token,
  signal,
  onProgress,
}: {
  readonly endpoints: Endpoints;
  readonly customerId: string;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly onProgress: (followed: readonly FollowedOrder[]) => void;
}): Promise<MainJobResult> {
  const shop = createShop({ api: endpoints.api, token });
  const sqs = new SQSClient(emulatorClient(endpoints.emulator));
  const queue = createOrderQueueAccess({ sqs, queueUrl: endpoints.queues.orders, customerId });

  const placed = await Promise.all(SCENARIOS.map((scenario) => scenario.run(shop, queue)));
  const followed = await followOrders(shop, placed.flat(), onProgress);
  // A copy of a message may still be on its way when its order has ended.
  await drain(endpoints, QUIET_WITHIN_MS, signal);
  return { followed, books: await readBooks(endpoints) };
}
