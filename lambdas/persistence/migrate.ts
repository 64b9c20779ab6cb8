import { join } from 'node:path';
import { Client } from 'pg';

export interface MigrationTarget {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** @default - no TLS, for a server on this machine */
  readonly ssl?: { readonly rejectUnauthorized: true } | undefined;
}

/** Beside this file, and beside the bundle of the function that migrates. */
const MIGRATIONS = join(__dirname, 'migrations');

/** Of the owner's sessions. A cluster that is just there may take its time. */
export const OWNER_CONNECT_TIMEOUT_MS = 10_000;
export const OWNER_LOCK_TIMEOUT_MS = 30_000;

/**
 * A migration may run for long, whatever somebody has set for the owner, but must not wait for long: every statement
 * behind it that wants the same table waits too. The same bound holds for the wait until another migration of this
 * database has ended.
 */
const SESSION = `SET statement_timeout = 0; SET lock_timeout = ${OWNER_LOCK_TIMEOUT_MS}`;

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Brings a database to the newest schema: every file in `migrations` that it does not have yet, in order, all of them
 * or none. Forward only: what was wrong is put right by the next file. Safe to run twice at once.
 *
 * Needs a session of its own, hence the server itself and no pooler: an advisory lock keeps two runs apart.
 *
 * @returns names of the migrations that were applied
 */
export async function migrate(target: MigrationTarget, directory: string = MIGRATIONS): Promise<string[]> {
  // ESM only, while this repository is CommonJS.
  const { runner } = await import('node-pg-migrate');
  const client = new Client({ ...target, connectionTimeoutMillis: OWNER_CONNECT_TIMEOUT_MS });
  client.on('error', () => {}); // a statement that is running learns of it through its own promise
  await client.connect();
  try {
    await client.query(SESSION);
    const applied = await runner({
      dbClient: client,
      dir: directory,
      direction: 'up',
      migrationsTable: 'schema_migrations',
      checkOrder: true,
      singleTransaction: true,
      advisoryLockMode: 'wait',
      logger: SILENT,
    });
    return applied.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
