import { BatchGetTracesCommand, type XRayClient } from '@aws-sdk/client-xray';
import type { SegmentDocument } from '../contracts/segment-document';
import { traceOf } from '../operations/traces/trace-of';
import type { Trace, TraceReader } from '../ports/trace-reader';
import { whenAvailable } from '../runtime/aws-availability';

/** What X-Ray takes at once. */
const BATCH = 5;

/** Traces of X-Ray, which keeps them for 30 days. */
export const createXRayTraceReader = ({ client }: { readonly client: XRayClient }): TraceReader => {
  async function readBatch(traceIds: readonly string[]): Promise<readonly Trace[]> {
    const documents = new Map<string, SegmentDocument[]>();
    let nextToken: string | undefined;
    do {
      const page = await whenAvailable('X-Ray', () =>
        client.send(new BatchGetTracesCommand({ TraceIds: [...traceIds], NextToken: nextToken })),
      );
      for (const { Id = '', Segments = [] } of page.Traces ?? []) {
        const known = documents.get(Id) ?? [];
        known.push(...Segments.map(({ Document = '{}' }) => JSON.parse(Document) as SegmentDocument));
        documents.set(Id, known);
      }
      nextToken = page.NextToken;
    } while (nextToken !== undefined);
    return [...documents].map(([traceId, own]) => traceOf(traceId, own));
  }

  return {
    async read(traceIds) {
      const found: Trace[] = [];
      for (let start = 0; start < traceIds.length; start += BATCH) {
        found.push(...(await readBatch(traceIds.slice(start, start + BATCH))));
      }
      return traceIds.flatMap((traceId) => found.filter((trace) => trace.traceId === traceId));
    },
  };
};
