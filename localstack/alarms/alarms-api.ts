import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readEndpoints } from '../endpoints';
import { readLocalAlarms } from './local-alarms';

export interface AlarmsApi {
  readonly url: string;
  close(): Promise<void>;
}

/** Answers how the alarms are, in place of CloudWatch. */
export async function startAlarmsApi(stateDirectory: string): Promise<AlarmsApi> {
  const answer = async (): Promise<{ readonly status: number; readonly body: unknown }> => {
    const endpoints = readEndpoints(stateDirectory);
    return endpoints === undefined
      ? { status: 503, body: { message: 'the local cloud is not up yet' } }
      : { status: 200, body: await readLocalAlarms(endpoints) };
  };
  const server = createServer((_, response) => {
    void answer()
      .catch((error: Error) => ({ status: 500, body: { message: error.message } }))
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
