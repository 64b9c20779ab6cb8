import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Invocation {
  readonly event: unknown;
  readonly requestId: string;
  readonly traceId?: string;
}

export interface Outcome {
  readonly response?: unknown;
  readonly error?: unknown;
  readonly errorTypeHeader?: string;
}

/** The service side of the Lambda Runtime API, for one environment at a time. */
export class FakeRuntimeApi {
  private readonly happened = new EventEmitter();
  private readonly offered: Invocation[] = [];
  private waiting: ServerResponse | undefined;

  private constructor(private readonly server: Server) {}

  static async listen(): Promise<FakeRuntimeApi> {
    const server = createServer();
    const api = new FakeRuntimeApi(server);
    server.on('request', (request, response) => void api.answer(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return api;
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  offer(event: unknown, given: Partial<Omit<Invocation, 'event'>> = {}): string {
    const invocation = { requestId: randomUUID(), ...given, event };
    this.offered.push(invocation);
    this.serveNext();
    return invocation.requestId;
  }

  async invoke(event: unknown, given: Partial<Omit<Invocation, 'event'>> = {}): Promise<Outcome> {
    const requestId = given.requestId ?? randomUUID();
    const outcome = once(this.happened, requestId);
    this.offer(event, { ...given, requestId });
    const [value] = await outcome;
    return value as Outcome;
  }

  async initError(): Promise<unknown> {
    const [value] = await once(this.happened, 'init');
    return value;
  }

  async close(): Promise<void> {
    if (this.server.listening) {
      this.server.closeAllConnections();
      await new Promise((resolve) => this.server.close(resolve));
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '';
    if (url === '/2018-06-01/runtime/invocation/next') {
      this.waiting = response;
      this.serveNext();
      return;
    }
    const body: unknown = JSON.parse(await text(request));
    response.writeHead(202).end();
    const [, requestId, kind] = /^\/2018-06-01\/runtime\/invocation\/([^/]+)\/(response|error)$/.exec(url) ?? [];
    if (requestId === undefined) {
      this.happened.emit('init', body);
    } else if (kind === 'response') {
      this.happened.emit(requestId, { response: body });
    } else {
      const errorTypeHeader = request.headers['lambda-runtime-function-error-type'];
      this.happened.emit(requestId, { error: body, errorTypeHeader });
    }
  }

  private serveNext(): void {
    const response = this.waiting;
    const invocation = response && this.offered.shift();
    if (response === undefined || invocation === undefined) {
      return;
    }
    this.waiting = undefined;
    response.writeHead(200, {
      'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + 5_000),
      'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:fake',
      ...(invocation.traceId === undefined ? {} : { 'Lambda-Runtime-Trace-Id': invocation.traceId }),
    });
    response.end(JSON.stringify(invocation.event));
  }
}
