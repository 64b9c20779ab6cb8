import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { awaitedIn, FailureName } from '../domain/failures';
import type { ExecutionOnRecord, StepAttempt, StepVisit } from '../ports/execution-history';
import { failureIn } from './failure-in-history';

type Writable<T> = { -readonly [key in keyof T]: T[key] };
type OpenVisit = Writable<Omit<StepVisit, 'attempts'>> & { attempts: Writable<StepAttempt>[] };

/** A state that calls its function directly has events of its own in AWS; the emulator writes those of a task. */
const BEGUN = /^(?:LambdaFunction|Task)Scheduled$/;
const SUCCEEDED = /^(?:LambdaFunction|Task)Succeeded$/;
const FAILED = /^(?:LambdaFunction|Task)(?:Schedule|Start|Submit)?Failed$/;
const TIMED_OUT = /^(?:LambdaFunction|Task)TimedOut$/;

const ENDS: Readonly<Record<string, ExecutionOnRecord['status']>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
  ExecutionAborted: 'ABORTED',
  /** Not the end after all. */
  ExecutionRedriven: 'RUNNING',
};

/** The way that an execution took, out of its events in the order of their ids. */
export function executionOnRecord(events: readonly HistoryEvent[]): ExecutionOnRecord | undefined {
  const [first] = events;
  if (first === undefined) {
    return undefined;
  }
  const visits: OpenVisit[] = [];
  let end: { status: ExecutionOnRecord['status']; at: string } | undefined;

  for (const event of events) {
    const type = event.type ?? '';
    const at = momentOf(event);
    const visit = visits.at(-1);
    const attempt = visit?.attempts.at(-1);
    if (type === 'TaskStateEntered') {
      visits.push({ step: event.stateEnteredEventDetails?.name ?? 'a state without a name', at, attempts: [] });
    } else if (type === 'TaskStateExited' && visit !== undefined) {
      visit.endedAt = at;
    } else if (BEGUN.test(type)) {
      visit?.attempts.push({ attempt: visit.attempts.length + 1, at });
    } else if (attempt !== undefined && (SUCCEEDED.test(type) || FAILED.test(type) || TIMED_OUT.test(type))) {
      attempt.endedAt = at;
      if (!SUCCEEDED.test(type)) {
        const { error, message = '' } = failureIn(event);
        attempt.error = error ?? (TIMED_OUT.test(type) ? 'States.Timeout' : 'States.TaskFailed');
        const awaits = error === FailureName.DependencyUnavailable ? awaitedIn(message) : undefined;
        if (awaits !== undefined) {
          attempt.awaits = awaits;
        } else if (message !== '' && error !== FailureName.DependencyUnavailable) {
          attempt.message = message;
        }
      }
    } else if (type in ENDS) {
      end = { status: ENDS[type] ?? 'RUNNING', at };
    }
  }
  const isOver = end !== undefined && end.status !== 'RUNNING';
  return {
    startedAt: momentOf(first),
    status: end?.status ?? 'RUNNING',
    ...(isOver ? { endedAt: end?.at } : {}),
    visits,
  };
}

const momentOf = ({ timestamp = new Date(0) }: HistoryEvent): string => timestamp.toISOString();
