import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { createMigrateDatabase } from '../../../lambdas/operations/migrate-database';
import type { OwnerCredentials } from '../../../lambdas/operations/owner-credentials';
import { admitApplicationUser } from '../../../lambdas/persistence/application-user';
import { connectThroughProxy } from '../../../lambdas/persistence/postgres/connect-through-proxy';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { APPLICATION_USER } from '../../../localstack/postgres/admit-functions';
import { describeAllStores } from '../../support/contracts/all-stores.contract';
import { migrateDatabase } from '../../support/migrate';
import { addressOf, type TestDatabase, useTestDatabase } from '../../support/postgres';
import { openPostgresWorld } from '../../support/postgres-world';

describe('Migrated database', () => {
  const testDatabase = useTestDatabase();

  it('row 26: is migrated with the password of the moment, when that was changed and every session ended', async () => {
    const session = await testDatabase.session();
    const secret = { user: `owner_${randomUUID().replaceAll('-', '')}`, password: 'of-yesterday' };
    const migrateAs = (readOwner: () => Promise<OwnerCredentials>) =>
      createMigrateDatabase({
        environment: { ...testDatabase.environment, DATABASE_USER: APPLICATION_USER },
        readOwner,
        migrate: ({ user, password }) =>
          migrateDatabase(Object.assign(new URL(testDatabase.url), { username: user, password })),
        admitApplicationUser: ({ user, password }, name) =>
          admitApplicationUser({ ...addressOf(testDatabase.url), user, password }, name),
      })();
    await session.query(`CREATE ROLE ${secret.user} SUPERUSER LOGIN PASSWORD '${secret.password}'`);
    try {
      const ofYesterday = { ...secret };
      expect(await migrateAs(async () => secret)).toEqual({ applied: [] });

      secret.password = 'of-today';
      await session.query(`ALTER ROLE ${secret.user} PASSWORD '${secret.password}'`);
      await session.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [secret.user]);

      expect(await migrateAs(async () => secret)).toEqual({ applied: [] });
      await expect(migrateAs(async () => ofYesterday)).rejects.toThrow();
    } finally {
      await session.query(`DROP OWNED BY ${secret.user}; DROP ROLE ${secret.user}`);
    }
  }, 60_000);

  // Inside, so that its user is gone before its database is.
  describe('Application user', () => describeApplicationUser(testDatabase));
});

function describeApplicationUser(testDatabase: TestDatabase): void {
  const user = `application_${randomUUID().replaceAll('-', '')}`;
  let owner: Client;
  let asApplication: Database;

  const admit = (name: string) => admitApplicationUser(addressOf(testDatabase.url), name);

  beforeAll(async () => {
    owner = await testDatabase.session();
    // What RDS brings along, and a Postgres of our own does not.
    await owner.query('DO $$ BEGIN CREATE ROLE rds_iam; EXCEPTION WHEN duplicate_object THEN NULL; END $$');
    await admit(user);
    await admit(user);

    const password = randomUUID();
    await owner.query(`ALTER ROLE ${user} PASSWORD '${password}'`); // no IAM here that could vouch for it
    asApplication = connectThroughProxy({
      ...testDatabase.environment,
      DATABASE_USER: user,
      DATABASE_PASSWORD: password,
    });
  });

  afterAll(async () => {
    await asApplication.close();
    await owner.query(`DROP OWNED BY ${user}`);
    await owner.query(`DROP ROLE ${user}`);
  });

  describe('may do everything that the stores do', () => {
    describeAllStores(() => openPostgresWorld(owner, asApplication));
  });

  it.each([
    ['rewrite the audit trail', "UPDATE order_events SET type = 'x'"],
    ['shorten the audit trail', 'DELETE FROM order_events'],
    ['delete orders', 'DELETE FROM orders'],
    ['delete payments', 'DELETE FROM payments'],
    ['claim that a migration was applied', "INSERT INTO schema_migrations (name, run_on) VALUES ('x', now())"],
    ['change the schema', 'ALTER TABLE orders DROP CONSTRAINT confirmed_is_never_undone'],
    ['add to the schema', 'CREATE TABLE mine (id int)'],
  ])('may not %s', async (_, statement) => {
    await expect(asApplication.query(statement)).rejects.toMatchObject({
      message: expect.stringContaining('42501'), // insufficient_privilege
    });
  });

  it('logs in by membership of IAM and has no password of its own', async () => {
    const other = `${user}_2`;
    await admit(other);
    const { rows } = await owner.query(
      "SELECT rolpassword, pg_has_role(rolname, 'rds_iam', 'member') AS iam, rolsuper, rolcreaterole FROM pg_authid WHERE rolname = $1",
      [other],
    );
    await owner.query(`DROP OWNED BY ${other}`);
    await owner.query(`DROP ROLE ${other}`);

    expect(rows).toEqual([{ rolpassword: null, iam: true, rolsuper: false, rolcreaterole: false }]);
  });
}
