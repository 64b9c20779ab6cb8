import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface JsonApi {
  readonly url: string;
  close(): Promise<void>;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Answers every request in JSON, on a free port of this machine alone. What `answer` throws becomes a 500. */
export async function serveJson(answer: (request: IncomingMessage) => Promise<JsonAnswer>): Promise<JsonApi> {
  const server = createServer((request, response) => {
    void answer(request)
      .catch((error: Error): JsonAnswer => ({ status: 500, body: { message: error.message } }))
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
