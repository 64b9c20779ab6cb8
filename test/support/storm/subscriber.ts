import type { HandleMessage } from '../../../lambdas/runtime/sqs-batch';
import type { Chance } from './chance';

/** Deliveries of one message before something is wrong with whoever receives it. */
const MOST_RECEIVES = 10_000;

export interface Subscriber {
  readonly name: string;
  readonly waiting: number;
  readonly receives: number;
  deliver(body: string): void;
  /** Handles so many messages, in any order. One that fails comes back. */
  work(messages: number): Promise<void>;
}

/** A queue without any order, some of whose messages are delivered twice, and its consumer. */
export function createSubscriber(
  name: string,
  handle: HandleMessage,
  { chance, duplicates }: { readonly chance: Chance; readonly duplicates: number },
): Subscriber {
  const queue: { readonly body: string; receives: number }[] = [];
  let receives = 0;

  const takeAny = () => {
    const index = chance.below(queue.length);
    const message = queue[index];
    const last = queue.pop();
    if (last !== undefined && index < queue.length) {
      queue[index] = last;
    }
    return message;
  };

  return {
    name,
    get waiting() {
      return queue.length;
    },
    get receives() {
      return receives;
    },
    deliver(body) {
      queue.push({ body, receives: 0 });
      if (chance.happens(duplicates)) {
        queue.push({ body, receives: 0 });
      }
    },
    async work(messages) {
      for (let done = 0; done < messages && queue.length > 0; done++) {
        const message = takeAny();
        if (message === undefined) {
          return;
        }
        receives += 1;
        message.receives += 1;
        try {
          await handle({ body: message.body, traceHeader: undefined, remainingTimeMs: () => 1 });
        } catch (error) {
          if (message.receives >= MOST_RECEIVES) {
            throw error;
          }
          queue.push(message);
        }
      }
    },
  };
}
