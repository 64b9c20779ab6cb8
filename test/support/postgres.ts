import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import {
  connectThroughProxy,
  type DatabaseEnvironment,
} from '../../lambdas/persistence/postgres/connect-through-proxy';
import type { Database } from '../../lambdas/persistence/postgres/database';
import { readEndpoints } from '../../localstack/endpoints';
import { databaseDetours } from '../../localstack/options';
import { APPLICATION_USER, admitFunctions } from '../../localstack/postgres/admit-functions';
import type { DatabaseAddress } from '../../localstack/postgres/postgres';
import { STATE_VARIABLE } from './local-cloud';
import { migrateDatabase } from './migrate';
import { type OwnPostgres, startOwnPooled, startOwnPostgres } from './own-postgres';

export interface TestDatabase {
  readonly environment: DatabaseEnvironment;
  readonly url: URL;
  /** One more connection, as another function would have it. */
  connect(): Database;
  /** A session for the test itself: locks, faults, a look at the rows. */
  session(): Promise<Client>;
}

/**
 * A migrated database of its own for each test file: on the server of `ORDER_WORKFLOW_POSTGRES_URL`, or of the local
 * cloud that runs for this project, or else on a Postgres that is started for the file. With `ORDER_WORKFLOW_POOLED=1`
 * the stores reach it through PgBouncer, while the test's own sessions go to the server itself.
 */
export function useTestDatabase(): TestDatabase {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const open: { close(): Promise<void> }[] = [];
  let own: (OwnPostgres & { readonly pooler?: DatabaseAddress }) | undefined;
  let server: URL | undefined;
  let pooler: DatabaseAddress | undefined;

  const url = (): URL => {
    if (server === undefined) {
      throw new Error('the test database is there from beforeAll on');
    }
    const address = new URL(server);
    address.pathname = name;
    return address;
  };
  const environment = (): DatabaseEnvironment => ({
    DATABASE_HOST: url().hostname,
    DATABASE_PORT: pooler?.port ?? Number(url().port),
    DATABASE_NAME: name,
    DATABASE_USER: isGiven() ? url().username : APPLICATION_USER,
    DATABASE_AUTH: 'password',
    DATABASE_PASSWORD: url().password,
  });

  beforeAll(async () => {
    const running = runningServer();
    own = running === undefined ? await (isPooled() ? startOwnPooled() : startOwnPostgres()) : undefined;
    server = new URL(running?.url ?? own?.url ?? '');
    pooler = running?.pooler ?? own?.pooler;
    // Nobody can be connected to this template, which a copy does not bear: with the other one several files at once
    // may be in each other's way.
    await asOwner(server, `CREATE DATABASE ${name} TEMPLATE template0`);
    await migrateDatabase(url());
    if (!isGiven()) {
      await admitFunctions(addressOf(url()));
    }
  }, 60_000);

  afterAll(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    if (server !== undefined) {
      await asOwner(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
    await own?.stop();
  }, 60_000);

  return {
    get environment() {
      return environment();
    },
    get url() {
      return url();
    },
    connect() {
      const database = connectThroughProxy(environment());
      open.push(database);
      return database;
    },
    async session() {
      const client = new Client({ connectionString: url().href });
      client.on('error', () => {});
      await client.connect();
      open.push({ close: () => client.end().catch(() => {}) });
      return client;
    },
  };
}

/** Whether this run of the tests goes through a pooler wherever functions would. */
const isPooled = (): boolean => databaseDetours(process.env).pooled;

/** Whose server it is: on one that was given, the stores are its account, and nobody is let in. */
const isGiven = (): boolean => process.env['ORDER_WORKFLOW_POSTGRES_URL'] !== undefined;

/** As the owner of its tables reaches it. */
export const addressOf = ({ hostname, port, pathname, username, password }: URL): DatabaseAddress => ({
  host: hostname,
  port: Number(port),
  database: pathname.slice(1),
  user: username,
  password,
});

function runningServer(): { readonly url: string; readonly pooler?: DatabaseAddress } | undefined {
  if (isGiven()) {
    return { url: process.env['ORDER_WORKFLOW_POSTGRES_URL'] ?? '' };
  }
  const stateDirectory = process.env[STATE_VARIABLE];
  const endpoints = stateDirectory === undefined ? undefined : readEndpoints(stateDirectory);
  return endpoints && { url: endpoints.postgres.url, ...(endpoints.pooler && { pooler: endpoints.pooler }) };
}

async function asOwner(server: URL, statement: string): Promise<void> {
  const client = new Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
