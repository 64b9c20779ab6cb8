import { DatabaseError } from 'pg';
import { POSTGRES_BOUNDS } from '../../../lambdas/persistence/postgres/bounds';
import { type Connection, createPooledDatabase } from '../../../lambdas/persistence/postgres/pooled-database';
import { beginDeadline } from '../../../lambdas/resilience/deadline';

const answerOf = (code: string): DatabaseError =>
  Object.assign(new DatabaseError('values of rows', 0, 'error'), {
    code,
    severity: 'ERROR',
    detail: 'Key (a)=(secret)',
  });

/** A pool of one, whose connections answer each statement with the next entry of the script. */
function scriptedPool(...script: readonly (readonly unknown[] | Error)[]) {
  const answers = [...script];
  const state = { opened: 0, destroyed: 0, statements: 0, isOut: false };
  let idle: Connection | undefined;

  const open = (): Connection => {
    state.opened += 1;
    const connection: Connection = {
      async query() {
        state.statements += 1;
        const answer = answers.shift();
        if (answer === undefined || answer instanceof Error) {
          throw answer ?? new Error('the script is at its end');
        }
        return { rows: [...answer] };
      },
      release(destroy) {
        expect(state.isOut).toBe(true); // never released twice
        state.isOut = false;
        state.destroyed += destroy ? 1 : 0;
        idle = destroy ? undefined : connection;
      },
    };
    return connection;
  };
  return {
    state,
    async connect() {
      state.isOut = true;
      return idle ?? open();
    },
    async end() {},
  };
}

describe('A pooled database', () => {
  let now = 0;
  const clock = { now: () => new Date(now) };
  const databaseOver = (pool: ReturnType<typeof scriptedPool>) => createPooledDatabase({ pool, clock });

  it('gives a statement its own bound, or what is left of the invocation when that is less', async () => {
    const timeouts: number[] = [];
    const database = createPooledDatabase({
      clock,
      queryTimeoutMs: 2_500,
      pool: {
        connect: async () => ({
          query: async ({ query_timeout }) => {
            timeouts.push(query_timeout);
            return { rows: [] };
          },
          release: () => undefined,
        }),
        end: async () => undefined,
      },
    });

    beginDeadline(20_000);
    await database.query('a');
    beginDeadline(1_500);
    await database.query('b');
    beginDeadline(undefined);

    expect(timeouts[0]).toBe(2_500);
    expect(timeouts[1]).toBeLessThanOrEqual(1_000);
  });

  it('waits for a connection no longer than the invocation lasts, and keeps one that comes later', async () => {
    const { promise, resolve } = Promise.withResolvers<Connection>();
    const released: (boolean | undefined)[] = [];
    const connection: Connection = {
      query: async () => ({ rows: [] }),
      release: (destroy) => void released.push(destroy),
    };
    const database = createPooledDatabase({ clock, pool: { connect: () => promise, end: async () => {} } });

    beginDeadline(550);
    const startedAt = performance.now();
    await expect(database.query('a')).rejects.toMatchObject({ name: 'DependencyUnavailableError' });
    beginDeadline(undefined);
    expect(performance.now() - startedAt).toBeLessThan(POSTGRES_BOUNDS.connectTimeoutMs / 2);

    resolve(connection);
    await promise;
    expect(released).toEqual([undefined]);
  });

  it('keeps its connection between statements', async () => {
    const pool = scriptedPool([{ n: 1 }], [{ n: 2 }]);
    const database = databaseOver(pool);

    expect(await database.query('a')).toEqual([{ n: 1 }]);
    expect(await database.query('b')).toEqual([{ n: 2 }]);
    expect(pool.state).toMatchObject({ opened: 1, destroyed: 0, isOut: false });
  });

  it('row 26: replaces a connection that lay idle for too long, before anything is sent over it', async () => {
    const pool = scriptedPool([], [], []);
    const database = databaseOver(pool);
    await database.query('a');
    now += POSTGRES_BOUNDS.trustedIdleMs;
    await database.query('b');
    expect(pool.state).toMatchObject({ opened: 1, destroyed: 0 });

    now += POSTGRES_BOUNDS.trustedIdleMs + 1;
    await database.query('c');

    expect(pool.state).toMatchObject({ opened: 2, destroyed: 1, statements: 3 });
  });

  it.each(['40001', '40P01'])(
    'row 21: runs a statement again that the server has rolled back with %s',
    async (code) => {
      const pool = scriptedPool(answerOf(code), [{ n: 1 }]);

      expect(await databaseOver(pool).query('a')).toEqual([{ n: 1 }]);
      expect(pool.state).toMatchObject({ opened: 1, statements: 2 });
    },
  );

  it('fails with the conflict when it does not end', async () => {
    const pool = scriptedPool(...Array.from({ length: 10 }, () => answerOf('40P01')));

    await expect(databaseOver(pool).query('a')).rejects.toMatchObject({
      name: 'PostgresStatementError',
      sqlState: '40P01',
    });
    expect(pool.state.statements).toBe(1 + POSTGRES_BOUNDS.conflictRetries);
  });

  it('row 22: never runs a statement again whose outcome is unknown, and gives up its connection', async () => {
    const pool = scriptedPool(new Error('Connection terminated unexpectedly'), [{ n: 1 }]);
    const database = databaseOver(pool);

    await expect(database.query('a')).rejects.toMatchObject({ name: 'DependencyUnavailableError' });
    expect(pool.state).toMatchObject({ statements: 1, destroyed: 1, isOut: false });
    expect(await database.query('b')).toEqual([{ n: 1 }]);
    expect(pool.state.opened).toBe(2);
  });

  it('keeps the connection over a statement that was refused, and says nothing of its values', async () => {
    const pool = scriptedPool(Object.assign(answerOf('23505'), { constraint: 'orders_pkey', table: 'orders' }), []);
    const database = databaseOver(pool);

    const error = await database.query('a').catch((refused: unknown) => refused);
    expect(error).toMatchObject({
      name: 'PostgresStatementError',
      message: 'postgres refused a statement with 23505 by orders_pkey on orders',
    });
    expect(JSON.stringify(Object.getOwnPropertyDescriptors(error))).not.toContain('secret');
    await database.query('b');
    expect(pool.state).toMatchObject({ opened: 1, destroyed: 0 });
  });

  it('counts Postgres as away when it cannot connect', async () => {
    const database = createPooledDatabase({
      clock,
      pool: {
        connect: () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })),
        end: async () => {},
      },
    });

    await expect(database.query('a')).rejects.toMatchObject({ name: 'DependencyUnavailableError' });
  });
});
