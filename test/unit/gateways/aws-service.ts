import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenCall {
  readonly headers: IncomingHttpHeaders;
  readonly input: unknown;
}

/** An AWS service on loopback that answers as it is told to. */
export async function startAwsService(answer: (call: SeenCall) => { status: number; body: unknown } | RequestListener) {
  const seen: SeenCall[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const call = { headers: request.headers, input: JSON.parse(text) as unknown };
      seen.push(call);
      const answered = answer(call);
      if (typeof answered === 'function') {
        answered(request, response);
        return;
      }
      response.writeHead(answered.status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(answered.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    seen,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
