import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { breakSocket } from './break-socket';
import type { Call, FaultSource } from './call';
import type { Detour } from './detour';
import type { HttpFault } from './http-fault';
import { listenReopenably } from './reopenable-server';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer | string;
}

/** How a service is spoken to, and how it says that it cannot. */
export interface HttpService {
  call(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>, body: string): Call;
  failure(kind: 'throttle' | 'error-500', call: Call): HttpAnswer;
}

interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/**
 * Stands between callers and a service that speaks HTTP, and disturbs single calls.
 *
 * @param to asked for each call: what is called may listen later than its callers have to know the detour's port
 */
export async function startHttpDetour({
  to,
  service,
  faults,
}: {
  readonly to: () => string;
  readonly service: HttpService;
  readonly faults: FaultSource<HttpFault>;
}): Promise<Detour> {
  const agent = new Agent({ keepAlive: true });
  let unreached = 0;
  const forward = async (call: Request): Promise<HttpAnswer> => {
    try {
      return await send(to(), agent, call);
    } catch (error) {
      unreached += 1;
      throw error;
    }
  };

  const answer = async (incoming: IncomingMessage): Promise<HttpAnswer | 'reset' | 'silence'> => {
    const body = await buffer(incoming);
    const { method = 'GET', url: path = '/', headers } = incoming;
    const asked: Request = { method, path, headers, body };
    const call = service.call({ method, url: path, headers }, body.toString('utf8'));
    const fault = faults(call);

    switch (fault?.kind) {
      case undefined:
        return forward(asked);
      case 'reset-before':
        return 'reset';
      case 'reset-after':
        await forward(asked);
        return 'reset';
      case 'silence-after':
        await forward(asked);
        return 'silence';
      case 'arrives-late':
        sleep(fault.ms, undefined, { ref: false })
          .then(() => forward(asked))
          .catch(() => undefined);
        return 'reset';
      case 'delay':
        await sleep(fault.ms);
        return forward(asked);
      case 'duplicate':
        await forward(asked);
        return forward(asked);
      case 'throttle':
        return service.failure('throttle', call);
      case 'error-500-before':
        return service.failure('error-500', call);
      case 'error-500-after':
        await forward(asked);
        return service.failure('error-500', call);
    }
  };

  const server = createServer((incoming, outgoing) => {
    answer(incoming).then(
      (delivery) => deliver(outgoing, delivery),
      () => outgoing.destroy(), // the service is away, or the caller has gone
    );
  });
  const listening = await listenReopenably(server);
  return {
    ...listening,
    unreached: () => unreached,
    close: async () => {
      agent.destroy();
      await listening.close();
    },
  };
}

function send(origin: string, agent: Agent, { method, path, headers, body }: Request): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      new URL(path, origin),
      { agent, method, headers: { ...headers, 'content-length': body.length } },
      (response) => {
        buffer(response).then(
          (answered) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body: answered }),
          reject,
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function deliver(outgoing: ServerResponse, delivery: HttpAnswer | 'reset' | 'silence'): void {
  if (delivery === 'silence') {
    return; // the caller's own time-out ends the connection
  }
  if (delivery === 'reset') {
    breakSocket(outgoing.req.socket);
    return;
  }
  const { 'transfer-encoding': _, connection: __, ...headers } = delivery.headers;
  outgoing.writeHead(delivery.status, { ...headers, 'content-length': Buffer.byteLength(delivery.body) });
  outgoing.end(delivery.body);
}
