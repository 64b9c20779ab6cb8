import type { DeadLetter } from '../../ports/dead-letter-queue';
import type { Failure, FailureHistory } from '../../ports/failure-records';
import type { FindStanding, OrderStanding } from '../../ports/order-standing';
import { describeFailure, fingerprintOf } from '../../runtime/describe-failure';
import { orderIdIn } from '../../runtime/order-id-in';
import { PoisonMessageError } from '../../runtime/poison-message';
import { classify, type Verdict } from './classify';
import { readLetter } from './read-letter';
import type { OperatedQueue } from './redrivable-queues';

/** A dead letter with everything that an operator needs to decide about it. */
export interface AssessedLetter extends Verdict {
  readonly queue: string;
  readonly letter: DeadLetter;
  readonly orderId: string | undefined;
  readonly standing: OrderStanding;
  /** The same for the letters of one queue that failed with the same. */
  readonly fingerprint: string;
  /** Name and message of the failure that made it a dead letter, or that none is on record. */
  readonly failedWith: string;
  /** Whether such a failure is on record: a consumer that died, or was never called, leaves none. */
  readonly isExplained: boolean;
  readonly failures: readonly Failure[];
}

export type Assess = (queue: Pick<OperatedQueue, 'name' | 'kind'>, letter: DeadLetter) => Promise<AssessedLetter>;

export const createAssess =
  ({ history, findStanding }: { readonly history: FailureHistory; readonly findStanding: FindStanding }): Assess =>
  async (queue, letter) => {
    const content = readLetter(queue.kind, letter.body);
    const orderId = content.kind === 'read' ? content.orderId : orderIdIn(letter.body);
    const [failures, standing] = await Promise.all([
      history.failuresOf({ orderId, messageId: letter.receivedAs }),
      orderId === undefined ? UNKNOWN : findStanding(orderId),
    ]);
    const cause = causeOf(queue.name, letter, failures);
    return {
      queue: queue.name,
      letter,
      orderId,
      standing,
      failures,
      ...cause,
      ...classify(content, standing, { ...letter, failedWith: cause.failedWith }),
    };
  };

const UNKNOWN: OrderStanding = { stands: 'unknown' };

/**
 * What the letter says itself, or else the last failure of its message. Other messages of the same order may have failed
 * with something else, so theirs explain nothing.
 */
function causeOf(queue: string, letter: DeadLetter, failures: readonly Failure[]): Cause {
  const { fingerprint, ...cause } = explain(letter, failures);
  return { fingerprint: fingerprintOf(queue, fingerprint), ...cause };
}

type Cause = Pick<AssessedLetter, 'fingerprint' | 'failedWith' | 'isExplained'>;

function explain(letter: DeadLetter, failures: readonly Failure[]): Cause {
  if (letter.reason !== undefined) {
    const { errorName, message, fingerprint } = describeFailure(new PoisonMessageError(letter.reason));
    return { fingerprint, failedWith: `${errorName}: ${message}`, isExplained: true };
  }
  const last = failures.findLast(({ messageId }) => messageId === letter.receivedAs);
  return last === undefined
    ? {
        fingerprint: 'unexplained',
        failedWith: 'not explained: its consumer died, or was never called',
        isExplained: false,
      }
    : { fingerprint: last.fingerprint, failedWith: `${last.errorName}: ${last.message}`, isExplained: true };
}
