import type { AwsJsonApi } from '../../../lambdas/gateways/aws-json-api';
import { createMigrateDatabase } from '../../../lambdas/operations/migrate-database';
import { createOwnerCredentials } from '../../../lambdas/operations/owner-credentials';
import type { MigrationTarget } from '../../../lambdas/persistence/migrate';

const owner = { user: 'orders_owner', password: 'made by RDS' };
const environment = {
  DATABASE_HOST: 'cluster.example.com',
  DATABASE_PORT: 5432,
  DATABASE_NAME: 'orders',
  DATABASE_USER: 'order_workflow',
};

/** A database that remembers what was done to it. */
const emptyDatabase = () => {
  const history: string[] = [];
  return {
    history,
    migrate: async ({ user, host, ssl }: MigrationTarget) => {
      history.push(`${user} migrates ${host}, ${ssl?.rejectUnauthorized ? 'sure of its name' : 'whoever it is'}`);
      return ['0001_orders'];
    },
    admitApplicationUser: async (target: MigrationTarget, user: string) => {
      history.push(`${target.user} admits ${user}`);
    },
  };
};

describe('Migration of the database', () => {
  it('admits the functions after the tables are there that they may use', async () => {
    const database = emptyDatabase();

    const result = await createMigrateDatabase({ ...database, environment, readOwner: async () => owner })();

    expect(result).toEqual({ applied: ['0001_orders'] });
    expect(database.history).toEqual([
      'orders_owner migrates cluster.example.com, sure of its name',
      'orders_owner admits order_workflow',
    ]);
  });

  it('fails the deployment, and admits nobody, when a migration fails', async () => {
    const database = emptyDatabase();
    const migrate = () => Promise.reject(new Error('relation "orders" already exists'));
    const migrateDatabase = createMigrateDatabase({
      ...database,
      environment,
      migrate,
      readOwner: async () => owner,
    });

    await expect(migrateDatabase()).rejects.toThrow('relation "orders" already exists');
    expect(database.history).toEqual([]);
  });
});

describe("Owner's credentials", () => {
  const secretOf = (answer: unknown): AwsJsonApi => ({ read: async () => answer });

  it('are read from the secret in which RDS keeps them', async () => {
    const aws = secretOf({ SecretString: JSON.stringify({ username: 'orders_owner', password: 'made by RDS' }) });

    await expect(createOwnerCredentials({ aws, secretArn: 'arn' })()).resolves.toEqual(owner);
  });

  it.each([
    ['is no JSON', { SecretString: 'made by RDS' }],
    ['lacks the password', { SecretString: JSON.stringify({ username: 'orders_owner', secret: 'made by RDS' }) }],
    ['has no text', {}],
  ])('fail when the secret %s, without repeating it', async (_, answer) => {
    const error = await createOwnerCredentials({ aws: secretOf(answer), secretArn: 'arn:secret' })().catch(
      (e: Error) => e,
    );

    expect(error).toMatchObject({ message: 'the secret arn:secret does not hold the credentials of a database owner' });
    expect(JSON.stringify(error)).not.toContain('made by RDS');
  });
});
