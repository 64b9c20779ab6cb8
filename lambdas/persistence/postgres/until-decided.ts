import { POSTGRES_BOUNDS } from './bounds';

/** Thrown when rows kept changing under a statement. Nothing was written; the caller's retry is safe. */
class UndecidedError extends Error {
  override readonly name = 'UndecidedError';
}

/**
 * Runs an atomic decision until it is one.
 *
 * Under READ COMMITTED a statement sees the rows of the moment at which it began, apart from those whose lock it had
 * to wait for: these it sees as they are now. So it may find that a row which it did not see is in its way. Every
 * statement here then writes nothing and says `undefined`; the next round begins later and sees that row.
 */
export async function untilDecided<Answer>(what: string, decide: () => Promise<Answer | undefined>): Promise<Answer> {
  for (let round = 0; round < POSTGRES_BOUNDS.decisionRounds; round++) {
    const answer = await decide();
    if (answer !== undefined) {
      return answer;
    }
  }
  throw new UndecidedError(`${what} met another change of the same order ${POSTGRES_BOUNDS.decisionRounds} times`);
}
