import { Client } from 'pg';
import { type MigrationTarget, OWNER_CONNECT_TIMEOUT_MS } from './migrate';
import { SERVER_DEADLINES } from './postgres/bounds';

/** Membership by which RDS lets a user log in with a token of IAM, and with nothing else. */
export const IAM_MEMBERSHIP = 'rds_iam';

/**
 * Makes sure that the functions' own user exists and may do what the functions do: read, insert and update. It owns
 * nothing and deletes nothing but what has left the outbox; it can add to the audit trail but not rewrite it, and it
 * cannot touch the schema. It has no password, and a deadline of its own for statements, which new sessions take over: a
 * pooler in between accepts neither SET nor start-up options. Safe to repeat: run after every migration, so that new
 * tables are included.
 */
export async function admitApplicationUser(target: MigrationTarget, user: string): Promise<void> {
  const client = new Client({ ...target, connectionTimeoutMillis: OWNER_CONNECT_TIMEOUT_MS });
  client.on('error', () => {}); // a statement that is running learns of it through its own promise
  await client.connect();
  try {
    const name = client.escapeIdentifier(user);
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [user]);
    if (rowCount === 0) {
      await client.query(`CREATE ROLE ${name} LOGIN`);
    }
    const database = client.escapeIdentifier(target.database);
    await client.query(`
      BEGIN;
      GRANT ${IAM_MEMBERSHIP} TO ${name};
      GRANT USAGE ON SCHEMA public TO ${name};
      GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO ${name};
      GRANT DELETE ON outbox TO ${name};
      REVOKE UPDATE ON order_events FROM ${name};
      REVOKE INSERT, UPDATE ON schema_migrations FROM ${name};
      ALTER ROLE ${name} IN DATABASE ${database} SET statement_timeout = ${SERVER_DEADLINES.statementMs};
      COMMIT;
    `);
  } finally {
    await client.end();
  }
}
