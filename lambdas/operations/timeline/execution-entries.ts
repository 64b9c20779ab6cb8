import { FailureName } from '../../domain/failures';
import { RejectionName } from '../../domain/rejections';
import { isUndo } from '../../domain/undo-steps';
import type { ExecutionOnRecord, StepAttempt, StepVisit } from '../../ports/execution-history';
import type { TimelineEntry } from './timeline-entry';

const REJECTIONS: readonly string[] = Object.values(RejectionName);

export type StepOutcome = 'succeeded' | 'rejected' | 'waiting' | 'failed' | 'running';

/** Each step as a whole, and each attempt of it that was followed by another one. */
export const executionEntries = ({ visits, status, endedAt }: ExecutionOnRecord): readonly TimelineEntry[] => [
  ...visits.flatMap((visit) => [
    stepEntry(visit),
    ...visit.attempts.slice(0, -1).map((attempt) => retryEntry(visit, attempt)),
  ]),
  ...(endedAt === undefined ? [] : [{ at: endedAt, kind: 'execution', title: `saga ${wordOf(status)}` } as const]),
];

function stepEntry({ step, at, endedAt, attempts }: StepVisit): TimelineEntry {
  const last = attempts.at(-1);
  const error = last?.error;
  return {
    at,
    kind: isUndo(step) ? 'undo' : 'step',
    title: step,
    facts: {
      outcome: outcomeOf(last),
      attempts: attempts.length,
      ...(error === undefined ? {} : { error }),
      ...(last?.message === undefined ? {} : { message: last.message }),
      ...(last && awaitedFacts(last)),
    },
    ...durationOf(at, endedAt ?? last?.endedAt),
  };
}

function retryEntry({ step }: StepVisit, attempt: StepAttempt): TimelineEntry {
  const { at, endedAt, error = 'no answer' } = attempt;
  const isWaiting = error === FailureName.DependencyUnavailable;
  return {
    at,
    kind: isWaiting ? 'wait' : 'retry',
    title: isWaiting ? `${step} waits for ${awaitedBy(attempt)}` : `${step} is tried again`,
    facts: { attempt: attempt.attempt, error, ...awaitedFacts(attempt) },
    ...durationOf(at, endedAt),
  };
}

const awaitedBy = ({ awaits }: StepAttempt): string =>
  awaits === undefined
    ? 'what it depends on'
    : `${awaits.dependency}${awaits.circuitIsOpen ? ', whose circuit is open' : ''}`;

/** For a machine, where the title is for a person. */
const awaitedFacts = ({ awaits }: StepAttempt): NonNullable<TimelineEntry['facts']> =>
  awaits === undefined ? {} : { dependency: awaits.dependency, ...(awaits.circuitIsOpen ? { circuit: 'open' } : {}) };

/** In the words of the functions' own logs and metrics. */
function outcomeOf(attempt: StepAttempt | undefined): StepOutcome {
  if (attempt?.endedAt === undefined) {
    return 'running';
  }
  if (attempt.error === undefined) {
    return 'succeeded';
  }
  if (REJECTIONS.includes(attempt.error)) {
    return 'rejected';
  }
  return attempt.error === FailureName.DependencyUnavailable ? 'waiting' : 'failed';
}

const wordOf = (status: ExecutionOnRecord['status']): string => status.toLowerCase().replace('_', ' ');

const durationOf = (from: string, to: string | undefined): { readonly durationMs?: number } =>
  to === undefined ? {} : { durationMs: Date.parse(to) - Date.parse(from) };
