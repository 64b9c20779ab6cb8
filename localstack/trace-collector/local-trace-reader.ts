import type { SegmentDocument } from '../../lambdas/contracts/segment-document';
import { traceOf } from '../../lambdas/operations/traces/trace-of';
import type { TraceReader } from '../../lambdas/ports/trace-reader';
import { findLines } from './segment-log';

/** Traces of the local cloud, also after it has stopped. */
export const createLocalTraceReader = ({ directory }: { readonly directory: string }): TraceReader => ({
  async read(traceIds) {
    const documents = findLines(directory, traceIds).map((line) => JSON.parse(line) as SegmentDocument);
    return traceIds.flatMap((traceId) => {
      const own = documents.filter(({ trace_id }) => trace_id === traceId);
      return own.length === 0 ? [] : [traceOf(traceId, own)];
    });
  },
});
