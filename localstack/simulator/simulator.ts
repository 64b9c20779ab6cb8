import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ADMIN_PATH, createAdminApi } from './admin-api';
import type { Answer, ApiRequest } from './answer';
import { answerWithFaults, type Delivery } from './answer-with-faults';
import { createFaultScript } from './fault-script';
import { type ApiCall, isAnswer, type SimulatedApi } from './simulated-api';
import { createStateFile } from './state-file';

export const LOOPBACK = '127.0.0.1';
const BODY_BYTES_MAX = 1024 * 1024;

export interface RunningSimulator {
  /** Base address of the simulated API. */
  readonly url: string;
  readonly ledgerUrl: string;
  /** Saves the state, then ends every connection. */
  close(): Promise<void>;
}

export interface Simulator {
  /** @param port 0 takes a free one */
  listen(port: number): Promise<RunningSimulator>;
}

/**
 * Serves a simulated API on loopback, with a fault script in front of it and a state file behind it: what happened there is
 * written down before anybody is told, as a real provider does. Scripted faults are of the process and end with it.
 */
export function createSimulator({ api, stateFile }: { api: SimulatedApi; stateFile?: string | undefined }): Simulator {
  const faults = createFaultScript();
  const admin = createAdminApi({ api, faults });
  const state = createStateFile(stateFile);
  const keep = (): void => state.save(api.memory());
  const durably = (call: ApiCall): ApiCall => ({
    ...call,
    async execute(execution) {
      const answer = await call.execute(execution);
      keep();
      return answer;
    },
  });

  const deliver = async (request: ApiRequest): Promise<Delivery> => {
    if (request.path.startsWith(ADMIN_PATH)) {
      const done = await admin.receive(request);
      keep();
      return done;
    }
    if (admin.isOut()) {
      return api.failure(503);
    }
    const received = api.receive(request);
    return isAnswer(received) ? received : answerWithFaults(durably(received), faults.take(received), api);
  };

  const server = createServer((incoming, outgoing) => {
    readRequest(incoming)
      .then(deliver)
      .then(
        (delivery) => send(outgoing, delivery),
        () => send(outgoing, api.failure(500)),
      );
  });

  return {
    async listen(port) {
      const memory = state.load();
      if (memory !== undefined) {
        api.restore(memory);
      }
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, LOOPBACK, resolve);
      });
      const url = `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
      return {
        url,
        ledgerUrl: `${url}${ADMIN_PATH}ledger`,
        close: () =>
          new Promise<void>((resolve, reject) => {
            server.close((error) => {
              if (error) {
                reject(error);
                return;
              }
              api.close?.();
              keep();
              resolve();
            });
            server.closeAllConnections();
          }),
      };
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) {
      throw new Error(`a body may have ${BODY_BYTES_MAX} bytes, got more`);
    }
    chunks.push(chunk);
  }
  const url = new URL(incoming.url ?? '/', `http://${LOOPBACK}`);
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function send(outgoing: ServerResponse, delivery: Delivery): void {
  if (delivery === 'silence') {
    return; // the caller's own time-out ends the connection
  }
  if (delivery === 'reset') {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  writeAnswer(outgoing, delivery);
}

function writeAnswer(outgoing: ServerResponse, { status, body, headers }: Answer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(text);
}
