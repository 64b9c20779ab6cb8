import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { findLines } from './segment-log';

export interface TracesApi {
  /** For AWS_ENDPOINT_URL_XRAY. */
  readonly url: string;
  close(): Promise<void>;
}

const questionSchema = z.object({ TraceIds: z.array(z.string()) });

/** Answers the one call of X-Ray's API that we make, `BatchGetTraces`, from what the collector has kept. */
export async function startTracesApi(directory: string): Promise<TracesApi> {
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

  const server = createServer((request, response) => {
    const isKnown = request.method === 'POST' && request.url === '/Traces';
    void text(request)
      .then((body) => (isKnown ? { status: 200, body: answer(body) } : { status: 404, body: {} }))
      .catch(() => ({ status: 400, body: { message: 'expected a list of TraceIds' } }))
      .then(({ status, body }) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
