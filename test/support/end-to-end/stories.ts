import type { Timeline } from '../../../lambdas/operations/timeline/timeline-entry';
import type { Trace, TraceSpan } from '../../../lambdas/ports/trace-reader';
import type { LogLine } from './log-lines';

/** Each attempt of each step with its outcome, as one source tells it: `ChargePayment #2 rejected`. */
export type Story = readonly string[];

const attemptOf = (step: unknown, attempt: unknown, outcome: unknown): string => `${step} #${attempt} ${outcome}`;

export const storyOfTrace = ({ spans }: Trace): Story =>
  stepsIn(spans).map(({ annotations: { step, attempt, outcome } }) => attemptOf(step, attempt, outcome));

export const stepsIn = (spans: readonly TraceSpan[]): readonly TraceSpan[] =>
  spans.filter(({ annotations }) => annotations['step'] !== undefined);

/** A timeline tells of a step first, as a whole, and then of those of its attempts that were not the last. */
export function storyOfTimeline({ entries }: Timeline): Story {
  return entries
    .filter(({ kind }) => kind === 'step' || kind === 'undo' || kind === 'retry' || kind === 'wait')
    .map(({ kind, title, facts = {} }) =>
      kind === 'step' || kind === 'undo'
        ? attemptOf(title, facts['attempts'], facts['outcome'])
        : attemptOf(title.split(' ')[0], facts['attempt'], kind === 'wait' ? 'waiting' : 'failed'),
    );
}

const STEP_ENDED = /^step (succeeded|rejected|waiting|failed)$/;

export const storyOfLogs = (lines: readonly LogLine[]): Story =>
  lines.flatMap(({ message, step, retryCount }) => {
    const outcome = STEP_ENDED.exec(String(message))?.[1];
    return outcome === undefined ? [] : [attemptOf(step, Number(retryCount) + 1, outcome)];
  });

/** How long each attempt of each step took, as one source tells it: `ChargePayment rejected 120`. */
export const durationsInLogs = (lines: readonly LogLine[]): Story =>
  lines.flatMap(({ message, step, durationMs }) => {
    const outcome = STEP_ENDED.exec(String(message))?.[1];
    return outcome === undefined ? [] : [`${step} ${outcome} ${durationMs}`];
  });

export const durationsInMetrics = (lines: readonly LogLine[]): Story =>
  lines
    .filter((line) => 'StepDuration' in line)
    .map(({ step, outcome, StepDuration }) => `${step} ${outcome} ${StepDuration}`);

/** Metrics know no attempts, only how often which step ended how. */
export const storyOfMetrics = (lines: readonly LogLine[]): Story =>
  lines.filter((line) => 'StepDuration' in line).map(({ step, outcome }) => `${step} ${outcome}`);

export const withoutAttempts = (story: Story): Story => story.map((attempt) => attempt.replace(/ #\d+ /, ' '));

/** How often its messages were taken out of the queue, and how each receive ended. */
export const receivesInTrace = ({ spans }: Trace): Story =>
  spans
    .filter(({ annotations }) => annotations['consumer'] === 'start-saga')
    .map(({ annotations }) => String(annotations['outcome']));

export const receivesInMetrics = (lines: readonly LogLine[]): Story =>
  lines
    .filter((line) => 'RecordOutcome' in line && line['consumer'] === 'start-saga')
    .map(({ outcome }) => `${outcome}`);

/** What became of it. */
export const endsInTimeline = ({ entries }: Timeline): Story =>
  entries
    .filter(({ kind }) => kind === 'status')
    .map(({ title }) => title)
    .filter((status) => ENDS.includes(status));

export const endsInMetrics = (lines: readonly LogLine[]): Story =>
  lines.filter((line) => 'OrderEnded' in line).map(({ outcome }) => `${outcome}`);

const ENDS = ['CONFIRMED', 'REJECTED', 'CANCELLED'];

/** What each source says of how long each step took that succeeded at its first attempt: a function, its state, its log. */
export function lengthsOf({ spans }: Trace, { entries }: Timeline, lines: readonly LogLine[]) {
  return stepsIn(spans).flatMap(({ annotations: { step }, startedAtMs, endedAtMs = Number.NaN }) => {
    const whole = entries.filter(({ kind, title }) => (kind === 'step' || kind === 'undo') && title === step);
    const logged = lines.filter((line) => line['step'] === step && 'durationMs' in line);
    return whole.length === 1 && whole[0]?.facts?.['attempts'] === 1 && logged.length === 1
      ? [
          {
            step,
            span: endedAtMs - startedAtMs,
            timeline: whole[0].durationMs ?? Number.NaN,
            log: Number(logged[0]?.['durationMs']),
          },
        ]
      : [];
  });
}

/** In no order: sources have clocks of their own. */
export const sorted = (story: Story): Story => [...story].sort();
