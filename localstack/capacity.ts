import { POSTGRES_BOUNDS } from '../lambdas/persistence/postgres/bounds';

/**
 * How much may run at once. An execution environment keeps its connections while it is idle, so Postgres must bear
 * every environment that can be alive: per function, as many as may run at once.
 */
export const CAPACITY = {
  /** Invocations at once, of all functions together: beyond it the emulator throttles, as AWS does. */
  concurrentInvocations: 64,
  /** Connections of one execution environment. */
  connectionsPerEnvironment: POSTGRES_BOUNDS.connectionsPerEnvironment,
  /** Functions that may use the database: `assertCapacity` checks it against what is deployed. */
  functionsWithDatabase: 20,
  /** For people, tests and migrations. */
  otherConnections: 40,
  /** Environments beyond a function's first end after being idle for so long. */
  idleEnvironmentSeconds: 60,
} as const;

export const MAX_CONNECTIONS =
  CAPACITY.concurrentInvocations * CAPACITY.connectionsPerEnvironment * CAPACITY.functionsWithDatabase +
  CAPACITY.otherConnections;

/** @throws when the functions that are deployed could open more connections than Postgres takes */
export function assertCapacity(functionsWithDatabase: number, maxConnections: number): void {
  const needed =
    functionsWithDatabase * CAPACITY.concurrentInvocations * CAPACITY.connectionsPerEnvironment +
    CAPACITY.otherConnections;
  if (needed > maxConnections) {
    throw new Error(
      `${functionsWithDatabase} functions with a database may open ${needed} connections, but Postgres takes ` +
        `${maxConnections}: raise 'functionsWithDatabase' in localstack/capacity.ts`,
    );
  }
}
