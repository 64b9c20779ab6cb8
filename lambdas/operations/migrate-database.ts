import type { OwnerCredentials } from './owner-credentials';

export interface MigrateDatabaseDependencies {
  readonly readOwner: () => Promise<OwnerCredentials>;
  /** Answers the names of the migrations that were applied. */
  readonly migrate: (owner: OwnerCredentials) => Promise<readonly string[]>;
  readonly admitApplicationUser: (owner: OwnerCredentials) => Promise<void>;
}

/**
 * Run by every deployment, before the functions that need the new schema exist. Whatever it throws ends the
 * deployment; repeating it is safe.
 */
export const createMigrateDatabase =
  ({ readOwner, migrate, admitApplicationUser }: MigrateDatabaseDependencies) =>
  async (): Promise<{ readonly applied: readonly string[] }> => {
    const owner = await readOwner();
    const applied = await migrate(owner);
    await admitApplicationUser(owner);
    return { applied };
  };
