import type { MigrationTarget } from '../persistence/migrate';
import type { Environment } from '../runtime/environment';
import type { OwnerCredentials } from './owner-credentials';

/** What the function that migrates must find in its environment. */
export const migrationVariables = [
  'DATABASE_HOST',
  'DATABASE_PORT',
  'DATABASE_NAME',
  'DATABASE_USER',
  'DATABASE_OWNER_SECRET_ARN',
] as const;

export interface MigrateDatabaseDependencies {
  readonly environment: Environment<Exclude<(typeof migrationVariables)[number], 'DATABASE_OWNER_SECRET_ARN'>>;
  readonly readOwner: () => Promise<OwnerCredentials>;
  /** Answers the names of the migrations that were applied. */
  readonly migrate: (target: MigrationTarget) => Promise<readonly string[]>;
  readonly admitApplicationUser: (target: MigrationTarget, user: string) => Promise<void>;
}

/**
 * Run by every deployment, before the functions that need the new schema exist. Whatever it throws ends the
 * deployment; repeating it is safe.
 */
export const createMigrateDatabase =
  ({ environment, readOwner, migrate, admitApplicationUser }: MigrateDatabaseDependencies) =>
  async (): Promise<{ readonly applied: readonly string[] }> => {
    const target: MigrationTarget = {
      host: environment.DATABASE_HOST,
      port: environment.DATABASE_PORT,
      database: environment.DATABASE_NAME,
      ssl: { rejectUnauthorized: true },
      ...(await readOwner()),
    };
    const applied = await migrate(target);
    await admitApplicationUser(target, environment.DATABASE_USER);
    return { applied };
  };
