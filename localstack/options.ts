import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Detours } from './detours';
import { stateDirectoryOf } from './endpoints';
import type { LocalCloudOptions } from './local-cloud';
import { DEFAULT_PORTS, PORT_NAMES, type PortName, portFlag, portVariable } from './ports';

const PORT_MAX = 65_535;
const POOLED = 'ORDER_WORKFLOW_POOLED';
const REPLICA_LAG = 'ORDER_WORKFLOW_REPLICA_LAG_MS';
const LONGEST_LAG_MS = 60_000;

/** Adds the options that every command which starts a local cloud has. */
export function addLocalCloudOptions(command: Command): Command {
  command
    .option('--state-directory <dir>', 'where data, logs and keys are (ORDER_WORKFLOW_STATE)')
    .addOption(new Option('--free-ports', 'take any free ports').conflicts(PORT_NAMES.map((name) => `${name}Port`)))
    .option('--reset', 'begin anew: forget the data of the last run')
    .option('--pooled', `PgBouncer before Postgres, as RDS Proxy is in AWS (${POOLED}=1)`)
    .option('--replica-lag <ms>', `how far the replica stays behind (${REPLICA_LAG})`, milliseconds);
  for (const name of PORT_NAMES) {
    command.option(`${portFlag(name)} <n>`, `default ${DEFAULT_PORTS[name]} (${portVariable(name)})`, port);
  }
  return command;
}

/** What the user asked for on the command line, else in the environment. */
export function localCloudOptions(
  command: Command,
  environment: NodeJS.ProcessEnv = process.env,
): Pick<LocalCloudOptions, 'stateDirectory' | 'ports' | 'reset' | 'detours'> {
  const given = command.opts<
    { stateDirectory?: string; freePorts?: true; reset?: true; pooled?: true; replicaLag?: number } & Record<
      string,
      unknown
    >
  >();
  const chosen = databaseDetours(environment);
  return {
    stateDirectory:
      given.stateDirectory === undefined ? stateDirectoryOf(environment) : path.resolve(given.stateDirectory),
    ports: given.freePorts ? 'free' : chosenPorts(given, environment),
    reset: given.reset ?? false,
    detours: {
      pooled: given.pooled ?? chosen.pooled,
      replicaLagMs: given.replicaLag ?? chosen.replicaLagMs,
    },
  };
}

/** What the environment asks to put between the functions and Postgres. */
export const databaseDetours = (
  environment: NodeJS.ProcessEnv,
): Required<Pick<Detours, 'pooled' | 'replicaLagMs'>> => ({
  pooled: environment[POOLED] === '1',
  replicaLagMs: milliseconds(environment[REPLICA_LAG] ?? '0'),
});

function chosenPorts(given: Readonly<Record<string, unknown>>, environment: NodeJS.ProcessEnv) {
  const chosen: Partial<Record<PortName, number>> = {};
  for (const name of PORT_NAMES) {
    const variable = environment[portVariable(name)];
    const value = given[`${name}Port`] ?? (variable ? port(variable) : undefined);
    if (typeof value === 'number') {
      chosen[name] = value;
    }
  }
  return chosen;
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > PORT_MAX) {
    throw new InvalidArgumentError(`'${text}' is no port`);
  }
  return value;
}

function milliseconds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > LONGEST_LAG_MS) {
    throw new InvalidArgumentError(`'${text}' is no number of milliseconds up to ${LONGEST_LAG_MS}`);
  }
  return value;
}
