import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { PORT_NAMES, type Ports } from './ports';
import { removePostgresHome } from './postgres/postgres-home';
import { writeAtomically } from './write-atomically';

/** Changes when data of an older local cloud can no longer be read. */
const FORMAT = 3;

/**
 * Emulator, Postgres and the simulators' ledgers tell one story, so they live and die together: all resume after an
 * orderly stop, and all begin anew after anything else. A generation is one such story.
 */
export interface Generation {
  readonly format: number;
  readonly id: string;
  readonly startedAt: string;
  /** `in use` from the start to an orderly stop: found at a start, it means that the last run crashed. */
  readonly state: 'in use' | 'at rest';
  /** Addresses are in what is deployed and stored. */
  readonly ports: Ports;
  readonly databasePassword: string;
  /** Of the sources that are deployed (`sourcesFingerprint`); unset until they are. */
  readonly deployed?: string;
}

export interface OpenedGeneration {
  readonly generation: Generation;
  /** Why it is a new one, for the user; unset when the old one goes on. */
  readonly startsAnew?: string;
}

const fileOf = (stateDirectory: string): string => path.join(stateDirectory, 'generation.json');

export function readGeneration(stateDirectory: string): Generation | undefined {
  const file = fileOf(stateDirectory);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Generation) : undefined;
}

export const saveGeneration = (stateDirectory: string, generation: Generation): void =>
  writeAtomically(fileOf(stateDirectory), JSON.stringify(generation, null, 2));

/** Takes the last generation up again if it can be trusted; otherwise removes all of its data and begins a new one. */
export function openGeneration({
  stateDirectory,
  ports,
  reset,
}: {
  readonly stateDirectory: string;
  readonly ports: Ports;
  readonly reset: boolean;
}): OpenedGeneration {
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const previous = readGeneration(stateDirectory);
  const startsAnew = reasonToStartAnew(previous, ports, reset);
  if (previous !== undefined && startsAnew === undefined) {
    const generation: Generation = { ...previous, state: 'in use' };
    saveGeneration(stateDirectory, generation);
    return { generation };
  }

  removeGeneration(stateDirectory);
  const generation: Generation = {
    format: FORMAT,
    id: randomUUID(),
    startedAt: new Date().toISOString(),
    state: 'in use',
    ports,
    databasePassword: randomBytes(12).toString('hex'),
  };
  saveGeneration(stateDirectory, generation);
  return { generation, startsAnew: startsAnew ?? 'there is no earlier data' };
}

/** The data of all parts. Logs and keys are no data of a generation. */
export function removeGeneration(stateDirectory: string): void {
  // First: a half-removed generation must never look like one at rest.
  rmSync(fileOf(stateDirectory), { force: true });
  for (const part of ['emulator', 'ledgers', 'traces', 'cdk', 'endpoints.json', 'stage.json']) {
    rmSync(path.join(stateDirectory, part), { recursive: true, force: true });
  }
  removePostgresHome(stateDirectory);
}

function reasonToStartAnew(previous: Generation | undefined, ports: Ports, reset: boolean): string | undefined {
  if (previous === undefined) {
    return 'there is no earlier data';
  }
  if (reset) {
    return 'you asked for a reset';
  }
  if (previous.format !== FORMAT) {
    return 'the earlier data is of another version';
  }
  if (previous.state !== 'at rest' || previous.deployed === undefined) {
    return 'the last run did not end in an orderly way, so its parts may not agree';
  }
  const moved = PORT_NAMES.filter((name) => previous.ports[name] !== ports[name]);
  return moved.length > 0 ? `the ports have changed (${moved.join(', ')}), and addresses are in the data` : undefined;
}
