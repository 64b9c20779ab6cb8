import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Database } from '../../lambdas/persistence/postgres/database';

const POLL_MS = 5;
const GIVE_UP_AFTER_MS = 20_000;

/** Resolves when so many sessions of this database wait for a lock. */
export async function untilWaiting(session: Client, count: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < GIVE_UP_AFTER_MS; waitedMs += POLL_MS) {
    const { rows } = await session.query<{ readonly waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rows[0]?.waiting === count) {
      return;
    }
    await sleep(POLL_MS);
  }
  throw new Error(`expected ${count} sessions to wait for a lock`);
}

/**
 * Lets a test stop a statement in its middle: before it writes such a row, with its snapshot taken and its earlier
 * locks held. Returns what lets it go on. The test's own session is what it waits for.
 *
 * @param where a condition on `NEW`
 */
export async function holdBefore(
  session: Client,
  {
    table,
    gate,
    ...row
  }: { readonly table: string; readonly gate: number } & ({ readonly state: string } | { readonly where: string }),
): Promise<() => Promise<void>> {
  const condition = 'state' in row ? `NEW.state = '${row.state}'` : row.where;
  await session.query(`
    CREATE OR REPLACE FUNCTION wait_at_gate_${gate}() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_advisory_xact_lock(${gate}); RETURN NEW; END $$;
    CREATE OR REPLACE TRIGGER gate_${gate} BEFORE INSERT OR UPDATE ON ${table}
      FOR EACH ROW WHEN (${condition}) EXECUTE FUNCTION wait_at_gate_${gate}()`);
  await session.query('SELECT pg_advisory_lock($1)', [gate]);
  return async () => {
    await session.query('SELECT pg_advisory_unlock($1)', [gate]);
  };
}

export const removeGates = async (session: Client, ...gates: readonly number[]): Promise<void> => {
  for (const gate of gates) {
    await session.query('SELECT pg_advisory_unlock_all()');
    await session.query(`DROP FUNCTION IF EXISTS wait_at_gate_${gate} CASCADE`);
  }
};

/** A connection that lets something happen once before the first statement with this text in it is sent. */
export function between(database: Database, statement: string, happen: () => Promise<unknown>): Database {
  let hasHappened = false;
  return {
    ...database,
    async query(text, values) {
      if (!hasHappened && text.includes(statement)) {
        hasHappened = true;
        await happen();
      }
      return database.query(text, values);
    },
  };
}
