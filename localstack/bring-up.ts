import path from 'node:path';
import { migrate } from '../lambdas/persistence/migrate';
import { createDeployment } from './deployment/deployment';
import { untilHealthy } from './deployment/until-healthy';
import { describeEndpoints } from './describe-endpoints';
import type { Detours } from './detours';
import { startEmulator } from './emulator/emulator';
import type { PythonEnvironment } from './emulator/python-environment';
import type { Endpoints } from './endpoints';
import { type Generation, saveGeneration } from './generation';
import { localStage } from './local-stage';
import type { OutsideServices } from './outside-services';
import { type Postgres, startPostgres } from './postgres/postgres';
import { preparePostgresHome } from './postgres/postgres-home';
import type { Child, Children } from './processes/children';
import type { Progress } from './progress';
import { seedCatalogue } from './seed/seed-catalogue';
import { customerToken } from './token-issuer/local-token';

interface BringUp {
  readonly stateDirectory: string;
  readonly generation: Generation;
  readonly children: Children;
  readonly environment: PythonEnvironment;
  readonly outside: OutsideServices;
  readonly detours: Detours;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface BroughtUp {
  readonly endpoints: Endpoints;
  readonly emulator: Child;
  readonly postgres: Postgres;
}

/** Everything of one local cloud, as much of it at the same time as can be. */
export async function bringUp(context: BringUp): Promise<BroughtUp> {
  const { stateDirectory, generation, outside, detours, progress, signal } = context;
  const emulatorUrl = `http://127.0.0.1:${generation.ports.emulator}`;
  const stage = localStage({ ...generation.ports, ...detours.ports }, generation.databasePassword);
  const deployment = createDeployment({ ...context, stage, emulatorUrl });

  const [postgres, emulator] = await Promise.all([
    bringUpDatabase(context),
    bringUpEmulator(context, deployment.bootstrap),
    deployment.synthesize(),
  ]);
  const stack = await deployment.deploy(postgres.maxConnections);
  const database = postgres.address;
  const endpoints = describeEndpoints({ stateDirectory, generation, stage, emulatorUrl, stack, database, outside });

  const token = customerToken({ stateDirectory, ...stage.jwt }, 'health-check');
  await progress.phase('first request', () => untilHealthy(endpoints.api, token, signal));
  saveGeneration(stateDirectory, { ...generation, deployed: deployment.fingerprint });
  return { endpoints, emulator, postgres };
}

async function bringUpDatabase({ stateDirectory, generation, children, progress }: BringUp): Promise<Postgres> {
  const { ports, databasePassword } = generation;
  const home = preparePostgresHome(stateDirectory);
  const postgres = await progress.phase('Postgres', () =>
    startPostgres({ children, home, port: ports.postgres, password: databasePassword }),
  );
  await progress.phase('migrations and catalogue', async () => {
    await migrate(postgres.address);
    await seedCatalogue(postgres.address);
  });
  return postgres;
}

async function bringUpEmulator(context: BringUp, bootstrap: () => Promise<void>): Promise<Child> {
  const { stateDirectory, generation, children, environment, detours, progress } = context;
  const directory = path.join(stateDirectory, 'emulator');
  const emulator = await progress.phase('emulator', () =>
    startEmulator({
      children,
      environment,
      directory,
      port: generation.ports.emulator,
      functionVariables: detours.functionVariables ?? {},
    }),
  );
  await bootstrap();
  return emulator;
}
