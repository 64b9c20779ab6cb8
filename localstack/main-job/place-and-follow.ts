import { setTimeout as sleep } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import { emulatorClient } from '../aws';
import { type LocalBooks, readBooks } from '../books/read-books';
import { drain } from '../drain';
import type { Endpoints } from '../endpoints';
import { type FollowedOrder, followOrders } from './follow-orders';
import { collectNews, type News } from './news';
import { createOrderQueueAccess } from './order-queue-access';
import { registerMerchant } from './register-merchant';
import { SCENARIOS, type Scenario } from './scenarios';
import { createShop } from './shop';

/** Longer than a message stays hidden whose consumer a busy machine has let die (three minutes), twice. */
const QUIET_WITHIN_MS = 480_000;
const LOOK_AGAIN_AFTER_MS = 1_000;

export interface MainJobResult {
  readonly followed: readonly FollowedOrder[];
  /** What went wrong while orders were placed, a sentence for each scenario that could not be played. */
  readonly notPlayed: readonly string[];
  readonly books: LocalBooks;
  /** What customers and a merchant were told of it. */
  readonly news: News;
}

/** Places one order of each kind over HTTP, follows each to its end, and takes the books when all is quiet. */
export async function placeAndFollow({
  endpoints,
  customerId,
  token,
  operatorToken,
  signal,
  onProgress,
  onWaiting,
}: {
  readonly endpoints: Endpoints;
  readonly customerId: string;
  readonly token: string;
  readonly operatorToken: string;
  readonly signal: AbortSignal;
  readonly onProgress: (followed: readonly FollowedOrder[]) => void;
  /** Says what is waited for when the orders have ended. */
  readonly onWaiting: (what: string) => void;
}): Promise<MainJobResult> {
  const shop = createShop({ api: endpoints.api, token });
  const sqs = new SQSClient(emulatorClient(endpoints.emulator));
  const queue = createOrderQueueAccess({ sqs, queueUrl: endpoints.queues.orders, customerId });

  const merchant = await registerMerchant({ api: endpoints.api, operatorToken });
  const notPlayed: string[] = [];
  const followed: FollowedOrder[] = [];
  /** Places the orders of some scenarios at once and follows them to their ends. */
  const play = async (scenarios: readonly Scenario[]): Promise<void> => {
    const played = await Promise.allSettled(scenarios.map((scenario) => scenario.run(shop, queue)));
    const placed = played.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
    notPlayed.push(
      ...played.flatMap((outcome, index) =>
        outcome.status === 'rejected' ? `${scenarios[index]?.name}: ${messageOf(outcome.reason)}` : [],
      ),
    );
    const before = [...followed];
    followed.push(...(await followOrders(shop, placed, (orders) => onProgress([...before, ...orders]))));
  };

  try {
    // The first one alone: it starts a function of each kind, where all at once would start ten.
    const [first, ...others] = SCENARIOS;
    await play(first === undefined ? [] : [first]);
    await play(others);
    // A copy of a message may still be on its way when its order has ended, and news come later: what a busy machine could
    // not publish in time goes with the next sweep, and what a receiver did not take is sent again.
    const giveUpAt = performance.now() + QUIET_WITHIN_MS;
    onWaiting('waiting until no message, execution or event is on its way');
    await drain(endpoints, QUIET_WITHIN_MS, signal);
    const books = await readBooks(endpoints, { withStates: true });
    const orderIds = followed.map(({ placed }) => placed.orderId);
    const collect = (): Promise<News> =>
      collectNews(endpoints, { orderIds, events: books.books.events, received: merchant.received() });
    let news = await collect();
    while (news.late.length > 0 && performance.now() < giveUpAt) {
      onWaiting(waitingFor(news.late));
      await sleep(LOOK_AGAIN_AFTER_MS, undefined, { signal });
      news = await collect();
    }
    return { followed, notPlayed, books, news };
  } finally {
    await merchant.leave();
    sqs.destroy();
  }
}

const waitingFor = ([first = '', ...others]: readonly string[]): string =>
  `waiting for news; ${first}${others.length === 0 ? '' : `, and ${others.length} more`}`;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
