import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPooler } from '../../localstack/postgres/pooler';
import { type DatabaseAddress, startPostgres } from '../../localstack/postgres/postgres';
import { type PostgresHome, preparePostgresHome, removePostgresHome } from '../../localstack/postgres/postgres-home';
import { prepareReplica, startReplica } from '../../localstack/postgres/replica';
import { type Children, createChildren } from '../../localstack/processes/children';

export interface OwnPostgres {
  /** Of an account that may create databases. */
  readonly url: string;
  readonly primary: DatabaseAddress;
  stop(): Promise<void>;
}

/** A Postgres for tests that run without a local cloud. Its processes end with jest's, however that ends. */
export const startOwnPostgres = (): Promise<OwnPostgres> => startWith(async () => ({}));

/** The same with a replica, whose lag the test may change: nobody else reads from it. */
export const startOwnReplicated = (): Promise<OwnPostgres & { readonly replica: DatabaseAddress }> =>
  startWith(async ({ children, home, primary }) => {
    await prepareReplica({ children, home, primary });
    const { address } = await startReplica({ children, home, primary, port: await freePort() });
    return { replica: address };
  });

/** The same behind a PgBouncer, which this machine must have. */
export const startOwnPooled = (): Promise<OwnPostgres & { readonly pooler: DatabaseAddress }> =>
  startWith(async ({ children, home, primary }) => {
    const port = await freePort();
    const { address } = await startPooler({ children, home, name: 'pooler', port, server: primary });
    return { pooler: address };
  });

async function startWith<More>(
  start: (servers: {
    readonly children: Children;
    readonly home: PostgresHome;
    readonly primary: DatabaseAddress;
  }) => Promise<More>,
): Promise<OwnPostgres & More> {
  const directory = mkdtempSync(join(tmpdir(), 'order-workflow-postgres-'));
  const children = createChildren({ python: 'python3', logs: join(directory, 'logs') });
  const home = preparePostgresHome(directory);
  const { address } = await startPostgres({ children, home, port: await freePort(), password: randomUUID() });

  return {
    ...(await start({ children, home, primary: address })),
    url: `postgres://${address.user}:${address.password}@${address.host}:${address.port}/postgres`,
    primary: address,
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
