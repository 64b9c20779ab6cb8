import type { Database } from '../../lambdas/persistence/postgres/database';

export interface PoolUsage {
  readonly open: number;
  readonly idle: number;
  /** Statements that wait for a connection. */
  readonly waiting: number;
}

export interface PooledDatabase extends Database {
  usage(): PoolUsage;
  /** Opens as many connections as the pool keeps. Does not fail when there are none to be had. */
  warmUp(): Promise<void>;
}
