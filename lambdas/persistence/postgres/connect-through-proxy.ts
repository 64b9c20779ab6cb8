import { Pool, type PoolConfig, types } from 'pg';
import { systemClock } from '../../runtime/clock';
import { awsCredentials, awsRegion, type Environment } from '../../runtime/environment';
import { POSTGRES_BOUNDS } from './bounds';
import type { Database } from './database';
import { signIamToken } from './iam-token';
import { createPooledDatabase } from './pooled-database';
import { tracedDatabase } from './traced-database';

/** What a function that uses Postgres must find in its environment. */
export const databaseVariables = [
  'DATABASE_HOST',
  'DATABASE_PORT',
  'DATABASE_NAME',
  'DATABASE_USER',
  'DATABASE_AUTH',
  'DATABASE_PASSWORD',
] as const;
export type DatabaseEnvironment = Environment<(typeof databaseVariables)[number]>;

/**
 * The connection of one execution environment, opened by the first statement and kept warm.
 *
 * Nothing that would pin it to one server connection of RDS Proxy or break in a pooler in transaction mode: no `SET`,
 * no named statements, no start-up `options`. The server's own deadlines are settings of the role and of
 * the database.
 */
export function connectThroughProxy(
  environment: DatabaseEnvironment,
  deadlines: { readonly connectTimeoutMs: number; readonly queryTimeoutMs: number } = POSTGRES_BOUNDS,
): Database {
  const pool = new Pool({
    host: environment.DATABASE_HOST,
    port: environment.DATABASE_PORT,
    database: environment.DATABASE_NAME,
    user: environment.DATABASE_USER,
    ...authentication(environment),
    max: POSTGRES_BOUNDS.connectionsPerEnvironment,
    connectionTimeoutMillis: deadlines.connectTimeoutMs,
    // A timer does not run in a frozen environment: how long a connection lay idle is asked when it is wanted again.
    idleTimeoutMillis: 0,
    keepAlive: true,
    allowExitOnIdle: true,
    types: { getTypeParser: parserOf },
  });
  // The driver reports a connection that breaks by events, which would end the process if nobody listened. The pool
  // has already let go of it then, and a statement that was running learns of it through its own promise.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));

  return tracedDatabase(createPooledDatabase({ pool, clock: systemClock, ...deadlines }));
}

function authentication(environment: DatabaseEnvironment): PoolConfig {
  if (environment.DATABASE_AUTH === 'password') {
    return { password: environment.DATABASE_PASSWORD, ssl: false };
  }
  return {
    // The proxy's certificate comes from Amazon's public authority, which Node trusts.
    ssl: { rejectUnauthorized: true },
    password: () =>
      signIamToken({
        host: environment.DATABASE_HOST,
        port: environment.DATABASE_PORT,
        user: environment.DATABASE_USER,
        region: awsRegion(),
        credentials: awsCredentials(),
        at: systemClock.now(),
      }),
  };
}

/** `bigint` holds amounts and quantities here, all far below 2^53; the driver would give them as text. */
const parserOf: typeof types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format as 'text');
