import type { Failure } from '../../ports/failure-records';
import type { OperatorAction } from '../../ports/operator-actions';
import type { TimelineEntry } from './timeline-entry';

const POISON = 'PoisonMessageError';
/** How often every message was received before records said which receive was the last. */
const RECEIVES_BEFORE = 3;

/** Each receive that failed, and that the message was given up after the last one, or at once. */
export const failureEntries = (failures: readonly Failure[]): readonly TimelineEntry[] =>
  failures.flatMap(({ at, consumer, queue, attempt, isLast, errorName, message, traceId }) => {
    const trace = traceId === undefined ? {} : { traceId };
    return [
      { at, kind: 'receive', title: `${consumer} failed`, facts: { attempt, error: errorName, message }, ...trace },
      ...((isLast ?? (errorName === POISON || attempt >= RECEIVES_BEFORE))
        ? [{ at, kind: 'dead-letter', title: 'became a dead letter', facts: { queue }, ...trace } as const]
        : []),
    ] satisfies TimelineEntry[];
  });

export const actionEntries = (actions: readonly OperatorAction[]): readonly TimelineEntry[] =>
  actions.map((action) => {
    const { at, kind, by, outcome, reason, traceId } = action;
    return {
      at,
      kind: 'operator',
      title: `${kind} by ${by}`,
      facts: {
        outcome,
        ...('letterId' in action ? { queue: action.queue, replays: action.replays } : {}),
        ...(reason === undefined ? {} : { reason }),
      },
      ...(traceId === undefined ? {} : { traceId }),
    };
  });
