import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { SERVER_DEADLINES } from '../../../lambdas/persistence/postgres/bounds';
import { migrateDatabase } from '../../support/migrate';
import { useTestDatabase } from '../../support/postgres';

const MIGRATIONS = join(__dirname, '../../../lambdas/persistence/migrations');

/** As a new session finds them. */
const DEADLINES = `
  SELECT max(setting::int) FILTER (WHERE name = 'statement_timeout') AS statement,
         max(setting::int) FILTER (WHERE name = 'lock_timeout') AS lock,
         max(setting::int) FILTER (WHERE name = 'idle_in_transaction_session_timeout') AS idle
  FROM pg_settings`;

describe('Migrations', () => {
  const testDatabase = useTestDatabase();
  let session: Client;
  let directory: string;

  beforeAll(async () => {
    session = await testDatabase.session();
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'migrations-'));
    cpSync(MIGRATIONS, directory, { recursive: true });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const add = (name: string, sql: string) => writeFileSync(join(directory, `${name}.sql`), sql);
  const tables = async () => {
    const { rows } = await session.query<{ readonly name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    return rows.map(({ name }) => name);
  };

  it('are applied once', async () => {
    expect(await migrateDatabase(testDatabase.url)).toEqual([]);
  });

  it('are applied in order, when two runs are made at once by one of them', async () => {
    add('0900_first', 'CREATE TABLE first (id int)');
    add('0901_second', 'ALTER TABLE first ADD COLUMN name text');

    const runs = await Promise.all([
      migrateDatabase(testDatabase.url, directory),
      migrateDatabase(testDatabase.url, directory),
    ]);

    expect(runs.map((applied) => applied.length).sort()).toEqual([0, 2]);
    expect(runs.flat()).toEqual(['0900_first', '0901_second']);
    await session.query("DROP TABLE first; DELETE FROM schema_migrations WHERE name LIKE '09%'");
  });

  it('fail as a whole: what one of them had done is not there', async () => {
    add('0900_good', 'CREATE TABLE good (id int)');
    add('0901_bad', 'CREATE TABLE bad (id nonsense)');

    await expect(migrateDatabase(testDatabase.url, directory)).rejects.toThrow();
    expect(await tables()).not.toContain('good');
  });

  it('fail when one was put before others that are applied already', async () => {
    add('0000_too_late', 'CREATE TABLE too_late (id int)');

    await expect(migrateDatabase(testDatabase.url, directory)).rejects.toThrow();
    expect(await tables()).not.toContain('too_late');
  });

  it('let the server give up before the function does', async () => {
    const [deadlines] = await testDatabase.connect().query(DEADLINES);

    expect(deadlines).toEqual({
      statement: SERVER_DEADLINES.statementMs,
      lock: SERVER_DEADLINES.lockMs,
      idle: SERVER_DEADLINES.idleInTransactionMs,
    });
  });

  it('let those who migrate, load the catalogue or look take longer, but nobody wait or dawdle for long', async () => {
    const { rows } = await session.query(DEADLINES);

    expect(rows).toEqual([{ statement: 0, lock: SERVER_DEADLINES.lockMs, idle: SERVER_DEADLINES.idleInTransactionMs }]);
  });

  it('may take longer than the deadline of the functions themselves, whatever is set for their owner', async () => {
    const name = testDatabase.environment.DATABASE_NAME;
    add('0900_slow', `SELECT pg_sleep(0.3)`);

    await session.query(`ALTER ROLE CURRENT_USER IN DATABASE ${name} SET statement_timeout = '100ms'`);
    try {
      expect(await migrateDatabase(testDatabase.url, directory)).toEqual(['0900_slow']);
    } finally {
      await session.query(`ALTER ROLE CURRENT_USER IN DATABASE ${name} RESET statement_timeout`);
    }
    await session.query("DELETE FROM schema_migrations WHERE name LIKE '09%'");
  });
});
