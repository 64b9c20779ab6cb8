import * as z from 'zod/mini';
import type { Clock } from '../../lambdas/ports/clock';
import type { AgedQueue, QueueAges } from './queue-ages';

const TIMEOUT_MS = 2_000;

/** By account, region and address of the queue. */
const answerSchema = z.object({
  messages: z.record(
    z.string(),
    z.record(z.string(), z.record(z.string(), z.array(z.object({ SentTimestamp: z.number() })))),
  ),
});

/** From the messages that an emulator shows, each with the second in which it was sent. */
export const createLocalQueueAges =
  ({
    url,
    queues,
    clock,
  }: {
    readonly url: string;
    readonly queues: readonly AgedQueue[];
    readonly clock: Clock;
  }): QueueAges =>
  async () => {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { messages } = answerSchema.parse(await answer.json());
    const byQueue = Object.values(messages)
      .flatMap((regions) => Object.values(regions))
      .flatMap((found) => Object.entries(found));
    const now = clock.now().getTime() / 1_000;
    return Object.fromEntries(
      queues.map(({ name, queueName }) => {
        const sent = byQueue
          .filter(([address]) => address.split('/').at(-1) === queueName)
          .flatMap(([, waiting]) => waiting.map(({ SentTimestamp }) => SentTimestamp));
        return [name, sent.length === 0 ? 0 : Math.max(0, now - Math.min(...sent))];
      }),
    );
  };
