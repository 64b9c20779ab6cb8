import type { Client } from 'pg';
import { connectDatabases } from '../../../console/data/connect-databases';
import { APPLICATION_NAME, CONSOLE_POOL } from '../../../console/data/pool-bounds';
import type { PooledDatabase } from '../../../console/data/pooled-database';
import { eventually } from '../../support/end-to-end/eventually';
import { useTestDatabase } from '../../support/postgres';

const PAGES_AT_ONCE = 60;

/** Only the timers that let idle connections go: everything else goes on in real time. */
const ALL_BUT_TIMEOUTS = [
  ...(['Date', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const),
  ...(['nextTick', 'queueMicrotask', 'performance', 'hrtime'] as const),
];

describe('The pool of the console', () => {
  const testDatabase = useTestDatabase();
  let session: Client;
  let pool: PooledDatabase;
  let other: PooledDatabase;

  beforeAll(async () => {
    session = await testDatabase.session();
  });
  beforeEach(() => {
    const { environment } = testDatabase;
    const { reader, writer } = connectDatabases(
      {
        ...environment,
        DATABASE_READER_HOST: environment.DATABASE_HOST,
        DATABASE_READER_PORT: environment.DATABASE_PORT,
      },
      { region: async () => '', credentials: async () => ({ accessKeyId: '', secretAccessKey: '' }) },
    );
    [pool, other] = [writer, reader];
  });
  afterEach(async () => {
    jest.useRealTimers();
    await Promise.all([pool.close(), other.close()]);
  });

  const visitAll = () => Promise.all(Array.from({ length: PAGES_AT_ONCE }, () => pool.query('SELECT pg_sleep(0.02)')));

  it('has five connections ready, takes twenty at most, and lets those go that were idle for half a minute', async () => {
    expect(CONSOLE_POOL).toMatchObject({ max: 20, min: 5, idleTimeoutMillis: 30_000 });
    await pool.warmUp();
    expect(pool.usage()).toEqual({ open: 5, idle: 5, waiting: 0 });

    jest.useFakeTimers({ doNotFake: ALL_BUT_TIMEOUTS });
    await visitAll();
    expect(pool.usage()).toEqual({ open: 20, idle: 20, waiting: 0 });

    jest.advanceTimersByTime(29_000);
    expect(pool.usage()).toMatchObject({ open: 20 });
    jest.advanceTimersByTime(1_000);
    expect(pool.usage()).toMatchObject({ open: 5, idle: 5 });
    jest.advanceTimersByTime(3_600_000);
    expect(pool.usage()).toMatchObject({ open: 5, idle: 5 });
  });

  it('opens connections anew when the server has ended them all', async () => {
    await pool.warmUp();
    await session.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );

    // What was sent before the end became known fails, and pages are asked for again; a pooler in between keeps its own end.
    await eventually(
      () => visitAll().catch(() => []),
      (answers) => answers.length === PAGES_AT_ONCE,
    );
  });

  it('goes by a name that an administrator of the database can tell from that of functions', async () => {
    expect(await pool.query("SELECT current_setting('application_name') AS name")).toEqual([
      { name: APPLICATION_NAME },
    ]);
  });

  it('starts without a database, and reports it away', async () => {
    const { environment } = testDatabase;
    const nowhere = { ...environment, DATABASE_PORT: 1, DATABASE_READER_HOST: '127.0.0.1', DATABASE_READER_PORT: 1 };
    const { writer, reader } = connectDatabases(nowhere, {
      region: async () => '',
      credentials: async () => ({ accessKeyId: '', secretAccessKey: '' }),
    });

    await writer.warmUp();
    await expect(writer.query('SELECT 1')).rejects.toMatchObject({ name: 'DependencyUnavailableError' });
    await Promise.all([writer.close(), reader.close()]);
  });
});
