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

export const storyOfLogs = (lines: readonly LogLine[]): Story =>
  lines.flatMap(({ message, step, retryCount }) => {
    const outcome = /^step (succeeded|rejected|waiting|failed)$/.exec(String(message))?.[1];
    return outcome === undefined ? [] : [attemptOf(step, Number(retryCount) + 1, outcome)];
  });

/** Metrics know no attempts, only how often which step ended how. */
export const storyOfMetrics = (lines: readonly LogLine[]): Story =>
  lines.filter((line) => 'StepDuration' in line).map(({ step, outcome }) => `${step} ${outcome}`);

export const withoutAttempts = (story: Story): Story => story.map((attempt) => attempt.replace(/ #\d+ /, ' '));

/** In no order: sources have clocks of their own. */
export const sorted = (story: Story): Story => [...story].sort();
