import type { Clock } from '../../ports/clock';
import type { DeadLetterQueue, HeldLetter } from '../../ports/dead-letter-queue';
import { HOLD_SECONDS, LEAST_HOLD_MS, MOST_LETTERS } from './bounds';
import { letGo } from './let-go';

/** Empty answers after which the letters that are still wanted count as gone, or as held by somebody else. */
const EMPTY_ROUNDS = 2;
/** Others that were held for too short come again, and again. */
const MOST_ROUNDS = MOST_LETTERS;

/**
 * Takes dead letters until each wanted one was worked on once, or is not to be had, and gives the others back. A letter
 * is surely held while it is worked on: one whose hold has run out may be with somebody else, and comes again.
 *
 * @param work must leave the letter removed, or as it was
 * @returns the ids that never came
 */
export async function workThrough(
  {
    queue,
    wanted,
    clock,
    signal,
  }: {
    readonly queue: DeadLetterQueue;
    readonly wanted: ReadonlySet<string>;
    readonly clock: Clock;
    readonly signal?: AbortSignal | undefined;
  },
  work: (held: HeldLetter) => Promise<void>,
): Promise<readonly string[]> {
  const open = new Set(wanted);
  const others: HeldLetter[] = [];
  const isAborted = (): boolean => signal?.aborted === true;
  let empty = 0;
  try {
    for (let round = 0; round < MOST_ROUNDS && open.size > 0 && empty < EMPTY_ROUNDS; round += 1) {
      if (isAborted()) {
        break;
      }
      const page = await queue.take(HOLD_SECONDS);
      empty = page.length === 0 ? empty + 1 : 0;
      for (const held of page) {
        if (isAborted() || !open.has(held.letter.id)) {
          others.push(held);
        } else if (await isSurelyHeld(queue, held, clock)) {
          open.delete(held.letter.id);
          await work(held);
        }
      }
    }
  } finally {
    await letGo(queue, others);
  }
  return [...open];
}

const isSurelyHeld = async (queue: DeadLetterQueue, held: HeldLetter, clock: Clock): Promise<boolean> =>
  held.heldUntil - clock.now().getTime() > LEAST_HOLD_MS || (await queue.hold(held.receipt, HOLD_SECONDS)) === 'held';
