import { migrate } from '../../lambdas/persistence/migrate';
import type { Detours } from '../detours';
import type { Generation } from '../generation';
import type { Children } from '../processes/children';
import type { Progress } from '../progress';
import { seedCatalogue } from '../seed/seed-catalogue';
import { admitFunctions } from './admit-functions';
import { type Pooler, startPooler } from './pooler';
import { type Postgres, startPostgres } from './postgres';
import { preparePostgresHome } from './postgres-home';
import { prepareReplica, type Replica, startReplica } from './replica';

export interface DatabaseServers {
  readonly postgres: Postgres;
  readonly replica: Replica;
  /** Before the primary and before the replica, if they were asked for. */
  readonly poolers: { readonly postgres: Pooler; readonly replica: Pooler } | undefined;
  /** Ends them in an orderly way. @returns their exit codes */
  stop(): Promise<readonly number[]>;
}

/** Postgres, its replica, and poolers before both if they are wanted; migrated, with the catalogue. */
export async function startDatabaseServers({
  stateDirectory,
  generation,
  children,
  detours,
  progress,
}: {
  readonly stateDirectory: string;
  readonly generation: Generation;
  readonly children: Children;
  readonly detours: Detours;
  readonly progress: Progress;
}): Promise<DatabaseServers> {
  const { ports, databasePassword } = generation;
  const home = preparePostgresHome(stateDirectory);
  const postgres = await progress.phase('Postgres', () =>
    startPostgres({ children, home, port: ports.postgres, password: databasePassword }),
  );
  const primary = postgres.address;
  await progress.phase('copy for the replica', () => prepareReplica({ children, home, primary }));
  const [replica] = await Promise.all([
    progress.phase('replica', () =>
      startReplica({ children, home, primary, port: ports.replica, lagMs: detours.replicaLagMs ?? 0 }),
    ),
    progress.phase('migrations and catalogue', async () => {
      await migrate(primary);
      await admitFunctions(primary);
      await seedCatalogue(primary);
    }),
  ]);
  const pooler = (name: string, port: number, server: Postgres | Replica) =>
    startPooler({ children, home, name, port, server: server.address });
  const poolers = detours.pooled
    ? {
        postgres: await pooler('pooler', ports.pooler, postgres),
        replica: await pooler('replica-pooler', ports.readpooler, replica),
      }
    : undefined;

  return {
    postgres,
    replica,
    poolers,
    async stop() {
      // They keep nothing, so how they end does not matter.
      await Promise.all(Object.values(poolers ?? {}).map((one) => one.stop()));
      // The primary sends the last of what it wrote before it ends.
      return [await postgres.stop(), await replica.stop()];
    },
  };
}
