import path from 'node:path';
import { createDeployment } from './deployment/deployment';
import { untilHealthy } from './deployment/until-healthy';
import { describeEndpoints } from './describe-endpoints';
import type { Detours } from './detours';
import { startEmulator } from './emulator/emulator';
import type { PythonEnvironment } from './emulator/python-environment';
import type { Endpoints } from './endpoints';
import { type Generation, saveGeneration } from './generation';
import { localStage } from './local-stage';
import { prepareMailService } from './mail/prepare-mail-service';
import type { OutsideServices } from './outside-services';
import { type DatabaseServers, startDatabaseServers } from './postgres/database-servers';
import type { Child, Children } from './processes/children';
import type { Progress } from './progress';
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
  readonly servers: DatabaseServers;
}

/** Everything of one local cloud, as much of it at the same time as can be. */
export async function bringUp(context: BringUp): Promise<BroughtUp> {
  const { stateDirectory, generation, outside, detours, progress, signal } = context;
  const emulatorUrl = `http://127.0.0.1:${generation.ports.emulator}`;
  const stage = localStage(
    { ...generation.ports, ...portsOfPoolers(context), ...detours.ports },
    generation.databasePassword,
  );
  const deployment = createDeployment({ ...context, stage, emulatorUrl });

  const [servers, emulator] = await Promise.all([
    startDatabaseServers(context),
    bringUpEmulator(context, async () => {
      await Promise.all([deployment.bootstrap(), prepareMailService(emulatorUrl, stage.name)]);
    }),
    deployment.synthesize(),
  ]);
  const stack = await deployment.deploy(servers.postgres.maxConnections);
  const endpoints = describeEndpoints({ stateDirectory, generation, stage, emulatorUrl, stack, servers, outside });

  await outside.tellPaymentEventsTo(`${endpoints.api}/webhooks/payment`);
  const token = customerToken({ stateDirectory, ...stage.jwt }, 'health-check');
  await progress.phase('first request', () => untilHealthy(endpoints.api, token, signal));
  saveGeneration(stateDirectory, { ...generation, deployed: deployment.fingerprint });
  return { endpoints, emulator, servers };
}

async function bringUpEmulator(context: BringUp, prepare: () => Promise<void>): Promise<Child> {
  const { stateDirectory, generation, children, environment, outside, detours, progress } = context;
  const directory = path.join(stateDirectory, 'emulator');
  const emulator = await progress.phase('emulator', () =>
    startEmulator({
      children,
      environment,
      directory,
      port: generation.ports.emulator,
      waitScale: detours.waitScale,
      functionVariables: { AWS_XRAY_DAEMON_ADDRESS: outside.traces.address, ...detours.functionVariables },
    }),
  );
  await prepare();
  return emulator;
}

/** Where the functions find Postgres and its replica when poolers stand before both. */
const portsOfPoolers = ({ generation: { ports }, detours }: BringUp) =>
  detours.pooled ? { postgres: ports.pooler, replica: ports.readpooler } : {};
