import type { Clock } from '../../ports/clock';
import { withinDeadline } from '../../resilience/deadline';
import { inTime } from '../../resilience/in-time';
import { POSTGRES_BOUNDS } from './bounds';
import { classifyError } from './classify-error';
import type { Database } from './database';

/** The part of pg's `PoolClient` that is used here. */
export interface Connection {
  query(statement: {
    readonly text: string;
    readonly values: unknown[];
    /** Milliseconds. By the driver's own name: it takes precedence over the pool's. */
    readonly query_timeout: number;
  }): Promise<{ readonly rows: unknown[] }>;
  /** `true` destroys the connection instead of giving it back. */
  release(destroy?: boolean): void;
}

/** The part of pg's `Pool` that is used here. */
export interface ConnectionPool<C extends Connection> {
  connect(): Promise<C>;
  end(): Promise<void>;
}

/**
 * Runs statements over a pool, and decides what an error means for the connection and for the caller.
 *
 * Before a statement is sent, a connection that may have died in a freeze is replaced. After it was sent it is never
 * repeated here when the connection breaks: it may have run, so the caller's retry, which asks anew what is true,
 * is the only right place. A conflict is different: the server has said that nothing happened.
 */
export function createPooledDatabase<C extends Connection>(deps: {
  readonly pool: ConnectionPool<C>;
  readonly clock: Clock;
  readonly connectTimeoutMs?: number;
  readonly queryTimeoutMs?: number;
}): Database {
  const { pool, clock } = deps;
  const { connectTimeoutMs, queryTimeoutMs } = { ...POSTGRES_BOUNDS, ...deps };
  const lastUsedAt = new WeakMap<C, number>();
  const mayBeDead = (connection: C): boolean => {
    const usedAt = lastUsedAt.get(connection);
    return usedAt !== undefined && clock.now().getTime() - usedAt > POSTGRES_BOUNDS.trustedIdleMs;
  };

  /** The pool's own bound knows nothing of the invocation. A connection that comes too late is kept for the next one. */
  const connect = (): Promise<C> =>
    inTime(pool.connect(), withinDeadline(connectTimeoutMs), (connection) => connection.release());

  async function checkOut(): Promise<C> {
    try {
      let connection = await connect();
      while (mayBeDead(connection)) {
        connection.release(true);
        connection = await connect();
      }
      return connection;
    } catch (error) {
      throw classifyError(error).error;
    }
  }

  async function run<Row>(text: string, values: readonly unknown[], conflictRetries: number): Promise<readonly Row[]> {
    const connection = await checkOut();
    try {
      const { rows } = await connection.query({
        ...{ text, values: [...values] },
        query_timeout: withinDeadline(queryTimeoutMs),
      });
      lastUsedAt.set(connection, clock.now().getTime());
      connection.release();
      return rows as readonly Row[];
    } catch (error) {
      const failure = classifyError(error);
      connection.release(failure.kind === 'unavailable');
      if (failure.kind === 'conflict' && conflictRetries > 0) {
        return run(text, values, conflictRetries - 1);
      }
      throw failure.error;
    }
  }

  return {
    query: (text, values = []) => run(text, values, POSTGRES_BOUNDS.conflictRetries),
    close: () => pool.end(),
  };
}
