import { Pool, type PoolConfig, types } from 'pg';
import { signIamToken } from '../../lambdas/persistence/postgres/iam-token';
import { createPooledDatabase } from '../../lambdas/persistence/postgres/pooled-database';
import { tracedDatabase } from '../../lambdas/persistence/postgres/traced-database';
import { systemClock } from '../../lambdas/runtime/clock';
import type { ConsoleEnvironment } from '../environment';
import { APPLICATION_NAME, CONSOLE_POOL } from './pool-bounds';
import type { PooledDatabase } from './pooled-database';

export interface Databases {
  /** The replica: pages, a moment behind. */
  readonly reader: PooledDatabase;
  /** The proxy: acts, and what must be up to date right after one. */
  readonly writer: PooledDatabase;
}

type Credentials = () => Promise<{
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}>;
type DatabaseSettings = Pick<
  ConsoleEnvironment,
  | 'DATABASE_HOST'
  | 'DATABASE_PORT'
  | 'DATABASE_READER_HOST'
  | 'DATABASE_READER_PORT'
  | 'DATABASE_NAME'
  | 'DATABASE_USER'
  | 'DATABASE_AUTH'
  | 'DATABASE_PASSWORD'
>;

/** @param aws whose signature a connection is opened with where the database asks for one */
export function connectDatabases(
  environment: DatabaseSettings,
  aws: { readonly region: () => Promise<string>; readonly credentials: Credentials },
): Databases {
  const connect = (service: string, host: string, port: number): PooledDatabase => {
    const pool = new Pool({
      host,
      port,
      database: environment.DATABASE_NAME,
      user: environment.DATABASE_USER,
      fallback_application_name: APPLICATION_NAME,
      ...authentication(environment, { host, port, ...aws }),
      ...CONSOLE_POOL,
      keepAlive: true,
      types: { getTypeParser: parserOf },
    });
    // The driver reports a connection that breaks by events, which would end the process if nobody listened.
    pool.on('error', () => {});
    pool.on('connect', (client) => client.on('error', () => {}));
    return {
      ...tracedDatabase(createPooledDatabase({ pool, clock: systemClock }), service),
      usage: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
      warmUp: () => warmUp(pool),
    };
  };
  return {
    reader: connect('postgres-replica', environment.DATABASE_READER_HOST, environment.DATABASE_READER_PORT),
    writer: connect('postgres', environment.DATABASE_HOST, environment.DATABASE_PORT),
  };
}

/** `min` keeps connections from going, and opens none. A database that is away at the start is no reason to fail. */
async function warmUp(pool: Pool): Promise<void> {
  const opened = await Promise.allSettled(Array.from({ length: CONSOLE_POOL.min }, () => pool.connect()));
  for (const client of opened) {
    if (client.status === 'fulfilled') {
      client.value.release();
    }
  }
}

function authentication(
  { DATABASE_AUTH, DATABASE_PASSWORD, DATABASE_USER: user }: DatabaseSettings,
  {
    host,
    port,
    region,
    credentials,
  }: {
    readonly host: string;
    readonly port: number;
    readonly region: () => Promise<string>;
    readonly credentials: Credentials;
  },
): PoolConfig {
  if (DATABASE_AUTH === 'password') {
    return { password: DATABASE_PASSWORD, ssl: false };
  }
  return {
    // The proxy's certificate comes from Amazon's public authority, which Node trusts.
    ssl: { rejectUnauthorized: true },
    password: async () =>
      signIamToken({
        host,
        port,
        user,
        region: await region(),
        credentials: await credentials(),
        at: systemClock.now(),
      }),
  };
}

/** `bigint` holds amounts and quantities here, all far below 2^53; the driver would give them as text. */
const parserOf: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as 'text');
