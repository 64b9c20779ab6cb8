import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { type JsonApi, serveJson } from '../serve-json';
import { findLines } from './segment-log';
import type { TraceCollector } from './trace-collector';

const questionSchema = z.object({ TraceIds: z.array(z.string()) });
const segmentsSchema = z.object({ TraceSegmentDocuments: z.array(z.string()) });

/**
 * Answers the two calls of X-Ray's API that we make, `BatchGetTraces` and `PutTraceSegments`, from and to what the collector
 * keeps. Its address is for AWS_ENDPOINT_URL_XRAY.
 */
export function startTracesApi({ directory, take }: Pick<TraceCollector, 'directory' | 'take'>): Promise<JsonApi> {
  const read = (body: string): unknown => {
    const { TraceIds: ids } = questionSchema.parse(JSON.parse(body));
    const segments = findLines(directory, ids).map((line) => JSON.parse(line) as { id: string; trace_id: string });
    const tracesOf = Map.groupBy(segments, ({ trace_id }) => trace_id);
    return {
      Traces: ids.flatMap((id) => {
        const own = tracesOf.get(id);
        return own === undefined
          ? []
          : [{ Id: id, Segments: own.map((segment) => ({ Id: segment.id, Document: JSON.stringify(segment) })) }];
      }),
      UnprocessedTraceIds: [],
    };
  };

  const write = (body: string): unknown => {
    segmentsSchema.parse(JSON.parse(body)).TraceSegmentDocuments.forEach(take);
    return { UnprocessedTraceSegments: [] };
  };

  return serveJson(async (request) => {
    const body = await text(request);
    const answer = { '/Traces': read, '/TraceSegments': write }[request.url ?? ''];
    if (request.method !== 'POST' || answer === undefined) {
      return { status: 404, body: {} };
    }
    try {
      return { status: 200, body: answer(body) };
    } catch {
      return { status: 400, body: { message: 'expected a list of TraceIds, or of TraceSegmentDocuments' } };
    }
  });
}
