import { traceIdIn } from '../../contracts/trace-header';
import type { FailureHistory } from '../../ports/failure-records';
import type { IntakeStore } from '../../ports/intake-store';
import type { OperatorActions } from '../../ports/operator-actions';
import type { Trace, TraceReader } from '../../ports/trace-reader';

export interface TracesOfOrder {
  /** That of the request which placed the order first, then those of messages that came in without it, and of operators' acts. */
  readonly traceIds: readonly string[];
  /** Those of them that were recorded and are still kept. */
  readonly traces: readonly Trace[];
}

/**
 * An order has one trace, whose id is in its intake record; one that nobody accepted may have failed under others. What an
 * operator does about it, hours later as a rule, has a trace of its own: in the order's, all else would look like a moment.
 */
export const createTracesOfOrder =
  ({
    intake,
    failures,
    actions,
    traces,
  }: {
    readonly intake: Pick<IntakeStore, 'find'>;
    readonly failures: FailureHistory;
    readonly actions: Pick<OperatorActions, 'actionsOn'>;
    readonly traces: TraceReader;
  }) =>
  /** @param signal of whoever may stop waiting: X-Ray answers an account few calls, so then it is not asked */
  async (orderId: string, signal?: AbortSignal): Promise<TracesOfOrder> => {
    const subject = { orderId, messageId: '' };
    const [record, failed, acts] = await Promise.all([
      intake.find(orderId),
      failures.failuresOf(subject),
      actions.actionsOn(subject),
    ]);
    const ids = [traceIdIn(record?.traceHeader), ...[...failed, ...acts].map(({ traceId }) => traceId)];
    const traceIds = [...new Set(ids.filter((id) => id !== undefined))];
    signal?.throwIfAborted();
    return { traceIds, traces: await traces.read(traceIds) };
  };
