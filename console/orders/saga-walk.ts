import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { failureIn } from '../../lambdas/gateways/failure-in-history';

/** One stay of an execution in a state, with all attempts. */
export interface Visit {
  readonly state: string;
  readonly enteredAt: Date;
  /** Not there while it is in there. */
  readonly exitedAt?: Date;
  readonly attempts: number;
  /** Name of the last failure, when the state was left by it or is waiting to try again. */
  readonly error?: string;
  /** What it said, if that was a failure of ours. Nothing personal. */
  readonly message?: string;
}

export interface Walk {
  readonly visits: readonly Visit[];
  readonly ended?: 'succeeded' | 'failed' | 'timed out' | 'aborted';
}

/** Attempts begin and fail under other names when a state calls its function directly, and on the emulator. */
const BEGUN = /^(Task|LambdaFunction)Scheduled$/;
const FAILED = /^(Task|LambdaFunction|Activity)(Failed|TimedOut|StartFailed|SubmitFailed|ScheduleFailed)$/;
const DONE = /^(Task|LambdaFunction|Activity)Succeeded$/;
const ENDS: Readonly<Record<string, Walk['ended']>> = {
  ExecutionSucceeded: 'succeeded',
  ExecutionFailed: 'failed',
  ExecutionTimedOut: 'timed out',
  ExecutionAborted: 'aborted',
};

/** The way that an execution took, from its history. */
export function walkOf(history: readonly HistoryEvent[]): Walk {
  const visits: Visit[] = [];
  let ended: Walk['ended'];
  const change = (update: (visit: Visit) => Visit): void => {
    const current = visits.at(-1);
    if (current !== undefined) {
      visits[visits.length - 1] = update(current);
    }
  };
  for (const event of history) {
    const { type = '', timestamp = new Date(0) } = event;
    if (type.endsWith('StateEntered')) {
      visits.push({ state: event.stateEnteredEventDetails?.name ?? '?', enteredAt: timestamp, attempts: 0 });
    } else if (BEGUN.test(type)) {
      change((visit) => ({ ...visit, attempts: visit.attempts + 1 }));
    } else if (FAILED.test(type)) {
      change(({ message: _earlier, ...visit }) => ({ ...visit, error: 'States.Timeout', ...failureIn(event) }));
    } else if (DONE.test(type)) {
      change(({ error: _overcome, message: _said, ...visit }) => visit);
    } else if (type.endsWith('StateExited')) {
      change((visit) => ({ ...visit, exitedAt: timestamp }));
    }
    if (ENDS[type] !== undefined) {
      ended = ENDS[type];
      // A state without a way out of its failure is not left: the execution ends around it.
      change((visit) => (visit.exitedAt === undefined ? { error: type, ...visit, exitedAt: timestamp } : visit));
    }
  }
  return ended === undefined ? { visits } : { visits, ended };
}
