import { setTimeout as sleep } from 'node:timers/promises';
import type { PlacedOrder } from './scenarios';
import type { OrderAnswer, Shop } from './shop';

export interface FollowedOrder {
  readonly placed: PlacedOrder;
  readonly answer: OrderAnswer;
  /** From the start of following to the first answer with a final status. */
  readonly tookMs: number;
}

const ENDS = new Set(['CONFIRMED', 'REJECTED', 'CANCELLED', 'NEEDS_REPAIR']);
const POLL_EVERY_MS = 200;
/** Beyond any retry of the local cloud: an order that has not ended by then is reported as it stands. */
const GIVE_UP_AFTER_MS = 120_000;

/**
 * Follows orders over HTTP until each has ended.
 *
 * @param onProgress called with what is known after each round
 */
export async function followOrders(
  shop: Shop,
  orders: readonly PlacedOrder[],
  onProgress: (followed: readonly FollowedOrder[]) => void,
): Promise<readonly FollowedOrder[]> {
  const startedAt = performance.now();
  let followed = await Promise.all(orders.map((placed) => look(shop, placed, startedAt)));
  onProgress(followed);

  while (followed.some(isOpen) && performance.now() - startedAt < GIVE_UP_AFTER_MS) {
    await sleep(POLL_EVERY_MS);
    followed = await Promise.all(
      followed.map((order) => (isOpen(order) ? look(shop, order.placed, startedAt) : order)),
    );
    onProgress(followed);
  }
  return followed;
}

const isOpen = ({ answer }: FollowedOrder): boolean => !ENDS.has(answer.status);

async function look(shop: Shop, placed: PlacedOrder, startedAt: number): Promise<FollowedOrder> {
  const answer = await shop.find(placed.orderId);
  return { placed, answer, tookMs: Math.round(performance.now() - startedAt) };
}

export const endedAsExpected = ({ placed, answer }: FollowedOrder): boolean =>
  answer.status === placed.status && answer.reason?.code === placed.reason;
