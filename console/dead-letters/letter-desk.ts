import type { AssessedLetter } from '../../lambdas/operations/dead-letters/assess';
import { createPace, DEFAULT_RATE } from '../../lambdas/operations/dead-letters/pace';
import type { createTreatLetters, LetterOutcome, Treatment } from '../../lambdas/operations/dead-letters/treat-letters';
import type { Clock } from '../../lambdas/ports/clock';
import { type Person, signatureOf } from '../sign-in/operator';

/** All dead letters as they were at a moment. */
export interface Look {
  readonly at: Date;
  readonly letters: readonly AssessedLetter[];
}

/** Something that is being done to letters, or was. */
export interface Job {
  readonly treatment: Treatment['kind'];
  readonly by: string;
  readonly total: number;
  readonly outcomes: readonly LetterOutcome[];
  readonly hasEnded: boolean;
}

/** A look holds every letter for a moment, so pages share one as long as it is this young. */
const FRESH_MS = 10_000;

/** Letters that are explained at once while nobody waits for it: more would hold up the pages that others ask for meanwhile. */
const UNHURRIED = 3;

export class DeskBusyError extends Error {
  override readonly name = 'DeskBusyError';
  readonly statusCode = 409;

  constructor() {
    super('Somebody is working on the dead letters at the moment. Wait until that has ended.');
  }
}

export interface LetterDesk {
  /** The last look; when that is not fresh any more, a new one is on the way. */
  latest(): Promise<Look>;
  /** The same, without waiting for the first one. */
  readonly current: Look | undefined;
  /** A new look: what is about to be done depends on it. */
  lookNow(): Promise<Look>;
  readonly job: Job | undefined;
  /**
   * Does something to letters, at a rate that no queue is flooded by, one job at a time.
   *
   * @returns when it has ended
   */
  begin(letters: readonly AssessedLetter[], treatment: Treatment, by: Person): Promise<Job>;
  /** Ends after the letter that it is at. */
  stop(): Promise<void>;
}

export function createLetterDesk({
  triage,
  treat,
  clock,
}: {
  readonly triage: (atOnce?: number) => Promise<readonly AssessedLetter[]>;
  readonly treat: ReturnType<typeof createTreatLetters>;
  readonly clock: Clock;
}): LetterDesk {
  const stopped = new AbortController();
  let look: Look | undefined;
  let looking: Promise<Look> | undefined;
  let job: Job | undefined;
  let working: Promise<Job> | undefined;

  const lookAnew = (atOnce?: number): Promise<Look> => {
    looking ??= triage(atOnce)
      .then((letters) => {
        look = { at: clock.now(), letters };
        return look;
      })
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };

  const work = async (letters: readonly AssessedLetter[], treatment: Treatment, by: Person): Promise<Job> => {
    const outcomes: LetterOutcome[] = [];
    const state = (hasEnded: boolean): Job => ({
      treatment: treatment.kind,
      by: by.name,
      total: letters.length,
      outcomes,
      hasEnded,
    });
    job = state(false);
    try {
      const pace = createPace(DEFAULT_RATE);
      await treat({
        letters,
        treatment,
        ...signatureOf(by),
        pace,
        signal: stopped.signal,
        onOutcome: (outcome) => outcomes.push(outcome),
      });
    } finally {
      job = state(true);
      working = undefined;
      look = undefined; // what is left is looked at anew
    }
    return job;
  };

  return {
    lookNow: () => lookAnew(),
    get current() {
      return look;
    },
    async latest() {
      if (look === undefined) {
        return lookAnew(UNHURRIED);
      }
      if (clock.now().getTime() - look.at.getTime() > FRESH_MS) {
        lookAnew(UNHURRIED).catch(() => undefined); // the next page asks again
      }
      return look;
    },
    get job() {
      return job;
    },
    begin(letters, treatment, by) {
      if (working !== undefined) {
        throw new DeskBusyError();
      }
      working = work(letters, treatment, by);
      return working;
    },
    async stop() {
      stopped.abort();
      await Promise.allSettled([working, looking]);
    },
  };
}
