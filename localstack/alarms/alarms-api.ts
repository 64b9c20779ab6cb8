import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readEndpoints } from '../endpoints';

export interface AlarmsApi {
  readonly url: string;
  close(): Promise<void>;
}

/** Answers how the alarms are, in place of CloudWatch. What it takes is loaded when somebody asks for the first time. */
export async function startAlarmsApi(stateDirectory: string): Promise<AlarmsApi> {
  const server = createServer((_, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const endpoints = readEndpoints(stateDirectory);
    if (endpoints === undefined) {
      answer(503, { message: 'the local cloud is not up yet' });
      return;
    }
    const { readLocalAlarms } = require('./local-alarms') as typeof import('./local-alarms');
    void readLocalAlarms(endpoints)
      .then((readings) => answer(200, readings))
      .catch((error: Error) => answer(500, { message: error.message }));
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
