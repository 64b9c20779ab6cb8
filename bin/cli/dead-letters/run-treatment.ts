import { createPace } from '../../../lambdas/operations/dead-letters/pace';
import type { LetterOutcome, TreatOrder } from '../../../lambdas/operations/dead-letters/treat-letters';
import { EXIT } from '../command-error';
import type { Desk } from './desk';

export interface TreatmentResult {
  readonly done: readonly LetterOutcome[];
  readonly failed: readonly LetterOutcome[];
}

/**
 * Treats letters at a rate, with a line of progress on stderr. Ctrl-C ends it after the letter that it is at; the exit
 * code says whether all of it was done.
 */
export async function runTreatment(
  { treat, operator: by }: Pick<Desk, 'treat' | 'operator'>,
  { rate, ...order }: Pick<TreatOrder, 'letters' | 'treatment'> & { readonly rate?: number },
): Promise<TreatmentResult> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt);
  const progress = createProgressLine(order.letters.length);
  try {
    const outcomes = await treat({
      ...order,
      by,
      pace: rate === undefined ? async () => {} : createPace(rate),
      onOutcome: progress.show,
      signal: interrupted.signal,
    });
    const done = outcomes.filter(({ outcome }) => outcome === 'done');
    const failed = outcomes.filter(({ outcome }) => outcome !== 'done');
    if (failed.length > 0 || interrupted.signal.aborted) {
      process.exitCode = EXIT.failure;
    }
    return { done, failed };
  } finally {
    progress.end();
    process.removeListener('SIGINT', interrupt);
  }
}

/** One line that is rewritten on a terminal, a line for each letter elsewhere. */
function createProgressLine(total: number) {
  let count = 0;
  const isTerminal = process.stderr.isTTY;
  return {
    show({ letterId, outcome, why }: LetterOutcome): void {
      count += 1;
      const line = `${count}/${total} ${letterId} ${outcome}${why === undefined ? '' : `: ${why}`}`;
      process.stderr.write(
        isTerminal && outcome === 'done' ? `\r\x1b[2K${line}` : `${isTerminal ? '\r\x1b[2K' : ''}${line}\n`,
      );
    },
    end(): void {
      process.stderr.write(isTerminal ? '\r\x1b[2K' : '');
    },
  };
}
