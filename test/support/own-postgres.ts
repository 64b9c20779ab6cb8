import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../../localstack/postgres/postgres';
import { preparePostgresHome, removePostgresHome } from '../../localstack/postgres/postgres-home';
import { createChildren } from '../../localstack/processes/children';

export interface OwnPostgres {
  /** Of an account that may create databases. */
  readonly url: string;
  stop(): Promise<void>;
}

/** A Postgres for tests that run without a local cloud. Its processes end with jest's, however that ends. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const directory = mkdtempSync(join(tmpdir(), 'order-workflow-postgres-'));
  const children = createChildren({ python: 'python3', logs: join(directory, 'logs') });
  const { address } = await startPostgres({
    children,
    home: preparePostgresHome(directory),
    port: await freePort(),
    password: randomUUID(),
  });

  return {
    url: `postgres://${address.user}:${address.password}@${address.host}:${address.port}/postgres`,
    async stop() {
      await children.killAll();
      removePostgresHome(directory);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
