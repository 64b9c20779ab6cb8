import { traceIdIn } from '../../contracts/trace-header';
import type { FailureHistory } from '../../ports/failure-records';
import type { IntakeStore } from '../../ports/intake-store';
import type { Trace, TraceReader } from '../../ports/trace-reader';

export interface TracesOfOrder {
  /** That of the request which placed the order first. More than one only when a message came in without it. */
  readonly traceIds: readonly string[];
  /** Those of them that were recorded and are still kept. */
  readonly traces: readonly Trace[];
}

/** An order has one trace, whose id is in its intake record; one that nobody accepted may have failed under others. */
export const createTracesOfOrder =
  ({
    intake,
    failures,
    traces,
  }: {
    readonly intake: Pick<IntakeStore, 'find'>;
    readonly failures: FailureHistory;
    readonly traces: TraceReader;
  }) =>
  async (orderId: string): Promise<TracesOfOrder> => {
    const [record, failed] = await Promise.all([intake.find(orderId), failures.failuresOf({ orderId, messageId: '' })]);
    const ids = [traceIdIn(record?.traceHeader), ...failed.map(({ traceId }) => traceId)];
    const traceIds = [...new Set(ids.filter((id) => id !== undefined))];
    return { traceIds, traces: await traces.read(traceIds) };
  };
