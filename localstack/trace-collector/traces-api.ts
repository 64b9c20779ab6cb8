import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { type JsonApi, serveJson } from '../serve-json';
import { findLines } from './segment-log';

const questionSchema = z.object({ TraceIds: z.array(z.string()) });

/**
 * Answers the one call of X-Ray's API that we make, `BatchGetTraces`, from what the collector has kept. Its address is for
 * AWS_ENDPOINT_URL_XRAY.
 */
export function startTracesApi(directory: string): Promise<JsonApi> {
  const answer = (body: string): unknown => {
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

  return serveJson(async (request) => {
    const body = await text(request);
    if (request.method !== 'POST' || request.url !== '/Traces') {
      return { status: 404, body: {} };
    }
    try {
      return { status: 200, body: answer(body) };
    } catch {
      return { status: 400, body: { message: 'expected a list of TraceIds' } };
    }
  });
}
