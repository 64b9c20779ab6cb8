import { Duration } from 'aws-cdk-lib';
import { longestWaitSeconds, type RetryPolicy } from './retry-policy';
import type { SagaState } from './route';
import type { SagaTask } from './step';

/** The slowest execution that is possible: every attempt times out late, every delay is drawn at its bound. */
export interface WorstCase {
  /** The states on the slowest way. */
  readonly path: readonly string[];
  readonly duration: Duration;
  /** The most events that an execution can write into its history. */
  readonly historyEvents: number;
}

/** Entered and exited of the state; scheduled, started and ended of each attempt. */
const EVENTS_PER_STATE = 2;
const EVENTS_PER_ATTEMPT = 3;
/** Started and ended of the execution. */
const EVENTS_PER_EXECUTION = 2;

/** More than this, and Step Functions ends the execution without asking any catcher. */
const MAX_HISTORY_EVENTS = 25_000;

/**
 * @throws when the worst case does not fit into the machine's time-out or the history's bound: both end an execution
 * past every catcher, with nothing undone
 */
export function assertFits({ path, duration, historyEvents }: WorstCase, timeout: Duration): void {
  if (duration.toSeconds() >= timeout.toSeconds()) {
    throw new Error(
      `time-out of the saga must be larger than its worst case (${duration.toSeconds()}s by ${path.join(', ')}), got ${timeout.toSeconds()}s`,
    );
  }
  if (historyEvents > MAX_HISTORY_EVENTS) {
    throw new Error(`an execution may write at most ${MAX_HISTORY_EVENTS} events, got retries for ${historyEvents}`);
  }
}

export function worstCaseOf(states: readonly SagaState[], waiting: RetryPolicy): WorstCase {
  const attempts = ({ retry }: SagaTask) => 1 + waiting.maxAttempts + retry.maxAttempts;
  const seconds = (task: SagaTask) =>
    attempts(task) * task.timeout.toSeconds() + longestWaitSeconds(waiting) + longestWaitSeconds(task.retry);
  const events = (task: SagaTask) => EVENTS_PER_STATE + EVENTS_PER_ATTEMPT * attempts(task);

  const slowest = heaviestWay(states, seconds);
  return {
    path: slowest.path,
    duration: Duration.seconds(slowest.weight),
    historyEvents: EVENTS_PER_EXECUTION + heaviestWay(states, events).weight,
  };
}

interface Way {
  readonly path: readonly string[];
  readonly weight: number;
}

/** The ways form a graph without circles, so the heaviest way from each state is found once and kept. */
function heaviestWay(states: readonly SagaState[], weigh: (task: SagaTask) => number): Way {
  const byName = new Map(states.map((state) => [state.task.name, state]));
  const known = new Map<string, Way>();

  const from = (name: string | undefined): Way => {
    const state = name === undefined ? undefined : byName.get(name);
    if (state === undefined) {
      return { path: [], weight: 0 };
    }
    const { task, next, catches } = state;
    const rest = [next, ...catches.map((caught) => caught.next)]
      .map((target) => known.get(target ?? '') ?? from(target))
      .reduce((a, b) => (b.weight > a.weight ? b : a));
    const way = { path: [task.name, ...rest.path], weight: weigh(task) + rest.weight };
    known.set(task.name, way);
    return way;
  };

  return from(states[0]?.task.name);
}
