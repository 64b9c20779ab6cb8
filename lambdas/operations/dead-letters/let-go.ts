import type { DeadLetterQueue, HeldLetter } from '../../ports/dead-letter-queue';
import { inParallel } from '../in-parallel';
import { CONCURRENCY } from './bounds';

/** Lets others have letters at once. One that cannot be let go of comes back by itself, when its hold is over. */
export async function letGo(queue: Pick<DeadLetterQueue, 'release'>, letters: readonly HeldLetter[]): Promise<void> {
  await inParallel(letters, CONCURRENCY, ({ receipt }) => queue.release(receipt).catch(() => undefined));
}
