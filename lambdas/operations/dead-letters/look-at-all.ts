import type { DeadLetter, DeadLetterQueue, HeldLetter } from '../../ports/dead-letter-queue';
import { HOLD_SECONDS, MOST_LETTERS } from './bounds';
import { letGo } from './let-go';

/**
 * Reads the dead letters of a queue and puts them back. SQS has no other way to look at a message than to take it for a
 * while: for this moment nobody else sees them, and their receive count grows, which nothing depends on.
 */
export async function lookAtAll(queue: DeadLetterQueue): Promise<readonly DeadLetter[]> {
  const taken: HeldLetter[] = [];
  const seen = new Map<string, DeadLetter>();
  try {
    for (;;) {
      const page = await queue.take(HOLD_SECONDS);
      const known = seen.size;
      taken.push(...page);
      for (const { letter } of page) {
        seen.set(letter.id, letter);
      }
      // Letters that come a second time were held for too short, and no other one is to be had.
      if (seen.size === known || seen.size >= MOST_LETTERS) {
        return [...seen.values()];
      }
    }
  } finally {
    await letGo(queue, taken);
  }
}
