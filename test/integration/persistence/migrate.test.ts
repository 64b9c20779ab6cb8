import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from 'pg';
import { POSTGRES_BOUNDS } from '../../../lambdas/persistence/postgres/bounds';
import { migrateDatabase } from '../../support/migrate';
import { useTestDatabase } from '../../support/postgres';

const MIGRATIONS = join(__dirname, '../../../lambdas/persistence/migrations');

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

  it('give every new session deadlines within which the server gives up before the function does', async () => {
    const { rows } = await session.query<{ readonly name: string; readonly ms: number }>(
      `SELECT name, setting::int AS ms FROM pg_settings
       WHERE name IN ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')`,
    );
    const { lock_timeout, statement_timeout, idle_in_transaction_session_timeout } = Object.fromEntries(
      rows.map(({ name, ms }) => [name, ms]),
    );

    expect(lock_timeout).toBeGreaterThan(0);
    expect(statement_timeout).toBeGreaterThan(lock_timeout ?? 0);
    expect(POSTGRES_BOUNDS.queryTimeoutMs).toBeGreaterThan(statement_timeout ?? 0);
    expect(idle_in_transaction_session_timeout).toBeGreaterThan(0);
  });
});
