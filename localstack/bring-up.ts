import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { migrate } from '../lambdas/persistence/migrate';
import { AWS } from './aws';
import { assertCapacity } from './capacity';
import { functionsWithDatabase } from './deployment/assembly';
import { createCdk } from './deployment/cdk';
import { sourcesFingerprint } from './deployment/sources';
import { localApiUrl, readStackOutputs } from './deployment/stack-outputs';
import { untilHealthy } from './deployment/until-healthy';
import { startEmulator } from './emulator/emulator';
import type { PythonEnvironment } from './emulator/python-environment';
import type { Endpoints } from './endpoints';
import { type Generation, saveGeneration } from './generation';
import { localStage } from './local-stage';
import type { OutsideServices } from './outside-services';
import { startPostgres } from './postgres/postgres';
import { preparePostgresHome } from './postgres/postgres-home';
import type { Child, Children } from './processes/children';
import type { Progress } from './progress';
import { seedCatalogue } from './seed/seed-catalogue';
import { customerToken } from './token-issuer/local-token';
import { writeAtomically } from './write-atomically';

export interface BroughtUp {
  readonly endpoints: Endpoints;
  readonly emulator: Child;
  readonly postgres: Child;
}

/** Everything of one local cloud, as much of it at the same time as can be. */
export async function bringUp({
  stateDirectory,
  generation,
  children,
  environment,
  outside,
  progress,
  signal,
}: {
  readonly stateDirectory: string;
  readonly generation: Generation;
  readonly children: Children;
  readonly environment: PythonEnvironment;
  readonly outside: OutsideServices;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}): Promise<BroughtUp> {
  const { ports } = generation;
  const emulatorUrl = `http://127.0.0.1:${ports.emulator}`;
  const stage = localStage(ports, generation.databasePassword);
  const cdkDirectory = path.join(stateDirectory, 'cdk');
  const assembly = path.join(cdkDirectory, 'assembly');
  const outputs = path.join(cdkDirectory, 'outputs.json');
  const stageFile = path.join(stateDirectory, 'stage.json');
  mkdirSync(cdkDirectory, { recursive: true });
  writeAtomically(stageFile, JSON.stringify(stage));
  const wanted = sourcesFingerprint(stage);
  const isToBeDeployed = generation.deployed !== wanted;
  const cdk = createCdk({ children, emulatorUrl, stageFile, assembly, outputs, home: cdkDirectory });

  const database = async () => {
    const home = preparePostgresHome(stateDirectory);
    const postgres = await progress.phase('Postgres', () =>
      startPostgres({ children, home, port: ports.postgres, password: generation.databasePassword }),
    );
    await progress.phase('migrations and catalogue', async () => {
      await migrate(postgres.address);
      await seedCatalogue(postgres.address);
    });
    return postgres;
  };
  const emulatorWithBootstrap = async () => {
    const emulator = await progress.phase('emulator', () =>
      startEmulator({ children, environment, directory: path.join(stateDirectory, 'emulator'), port: ports.emulator }),
    );
    if (generation.deployed === undefined) {
      await progress.phase('cdk bootstrap', cdk.bootstrap);
    }
    return emulator;
  };

  const [postgres, emulator] = await Promise.all([
    database(),
    emulatorWithBootstrap(),
    isToBeDeployed ? progress.phase('cdk synth', cdk.synthesize) : undefined,
  ]);
  assertCapacity(functionsWithDatabase(assembly), postgres.maxConnections);

  if (isToBeDeployed) {
    await progress.phase('cdk deploy', cdk.deploy);
  }
  const stack = readStackOutputs(outputs);
  const api = localApiUrl(stack.ApiUrl, emulatorUrl);
  const token = customerToken(
    { stateDirectory, issuer: stage.jwt.issuer, audience: stage.jwt.audience },
    'health-check',
  );
  await progress.phase('first request', () => untilHealthy(api, token, signal));
  saveGeneration(stateDirectory, { ...generation, deployed: wanted });

  const { host, port, user, password, database: name } = postgres.address;
  return {
    emulator,
    postgres: postgres.process,
    endpoints: {
      api,
      emulator: emulatorUrl,
      region: AWS.region,
      postgres: { ...postgres.address, url: `postgres://${user}:${password}@${host}:${port}/${name}` },
      paymentProvider: outside.paymentProvider,
      carrier: outside.carrier,
      tokenIssuer: { url: stage.jwt.issuer, audience: stage.jwt.audience, jwksUrl: stage.jwt.jwksUri },
      queues: {
        orders: stack.OrderQueueUrl,
        orderDeadLetters: stack.OrderDeadLettersUrl,
        failedExecutions: stack.FailedExecutionsQueueUrl,
        failedExecutionsDeadLetters: stack.FailedExecutionsDeadLettersUrl,
      },
      stateMachineArn: stack.SagaArn,
      tables: { intake: stack.IntakeTableName, circuits: stack.CircuitTableName },
      stateDirectory,
      generation: generation.id,
      pid: process.pid,
    },
  };
}
