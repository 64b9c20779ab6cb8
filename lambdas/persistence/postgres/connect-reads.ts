import type { Environment } from '../../runtime/environment';
import { connectThroughProxy, databaseVariables } from './connect-through-proxy';
import type { Database } from './database';

/** What a function that reads must find in its environment: the address of the writer, and that of the replica. */
export const readVariables = [...databaseVariables, 'DATABASE_READER_HOST', 'DATABASE_READER_PORT'] as const;
export type ReadEnvironment = Environment<(typeof readVariables)[number]>;

/** The handles of a function that reads. Each opens its connection when it is first asked. */
export interface ReadHandles {
  /** May be a moment behind. */
  readonly read: Database;
  /** Up to date, and with less to spare. */
  readonly write: Database;
}

export const connectReads = (environment: ReadEnvironment): ReadHandles => ({
  read: connectThroughProxy({
    ...environment,
    DATABASE_HOST: environment.DATABASE_READER_HOST,
    DATABASE_PORT: environment.DATABASE_READER_PORT,
  }),
  write: connectThroughProxy(environment),
});
