import { inParallel } from '../in-parallel';
import type { Assess, AssessedLetter } from './assess';
import { CONCURRENCY } from './bounds';
import { lookAtAll } from './look-at-all';
import type { OperatedQueue } from './redrivable-queues';

/**
 * Every dead letter, explained and judged, oldest first. Changes nothing.
 *
 * @param atOnce letters of a queue that are explained at the same time
 */
export const createTriage =
  ({ queues, assess }: { readonly queues: readonly OperatedQueue[]; readonly assess: Assess }) =>
  async (atOnce = CONCURRENCY): Promise<readonly AssessedLetter[]> => {
    const letters = await Promise.all(
      queues.map(async (queue) => {
        const found = await lookAtAll(queue.deadLetters);
        return inParallel(found, atOnce, (letter) => assess(queue, letter));
      }),
    );
    return letters.flat().sort((a, b) => (a.letter.sentAt < b.letter.sentAt ? -1 : 1));
  };
export type Triage = ReturnType<typeof createTriage>;
