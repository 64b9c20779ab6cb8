import { rmSync } from 'node:fs';
import path from 'node:path';
import { bringUp } from './bring-up';
import { consoleUrl, startConsole } from './console/start-console';
import type { Detours } from './detours';
import { ensurePythonEnvironment } from './emulator/python-environment';
import { readEndpoints, saveEndpoints } from './endpoints';
import { openGeneration, readGeneration, removeGeneration } from './generation';
import { startOutsideServices } from './outside-services';
import { choosePorts, type PortChoice } from './ports';
import { createChildren } from './processes/children';
import { type FileLock, tryLock } from './processes/file-lock';
import { LocalCloudError } from './processes/local-cloud-error';
import type { Progress } from './progress';
import { createRunningCloud, type LocalCloud } from './running-cloud';

export interface LocalCloudOptions {
  readonly stateDirectory: string;
  readonly ports: PortChoice;
  /** Begin anew even if the data of the last run could be taken up. */
  readonly reset?: boolean;
  /** Start the operator console too. @default - nobody looks */
  readonly hasConsole?: boolean;
  /** @default - the functions call everything directly */
  readonly detours?: Detours;
  readonly progress: Progress;
  /** Aborting it ends a start half-way, or cuts a stop short; nothing is left running. */
  readonly signal?: AbortSignal;
}

/**
 * Starts the whole system on this machine: emulator, Postgres, simulators, migrations, catalogue, deployment.
 *
 * @throws LocalCloudError that says what to do when a port is taken, Python is missing, or a part does not start
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const stateDirectory = path.resolve(options.stateDirectory);
  const lock = lockStateDirectory(stateDirectory);
  try {
    return await startLocked({ ...options, stateDirectory }, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function startLocked(options: LocalCloudOptions, lock: FileLock): Promise<LocalCloud> {
  const { stateDirectory, progress } = options;
  const signal = options.signal ?? new AbortController().signal;
  signal.throwIfAborted();

  const previous = readGeneration(stateDirectory);
  const ports = await choosePorts(options.ports, previous?.ports);
  const environment = await ensurePythonEnvironment(progress, signal);
  // From here on the old data counts as used, so nothing that could have been checked before comes after.
  const { generation, startsAnew } = openGeneration({ stateDirectory, ports, reset: options.reset ?? false });
  progress.say(
    startsAnew === undefined
      ? `The local cloud goes on where it stopped (generation ${generation.id}).`
      : `The local cloud begins anew: ${startsAnew}.`,
  );
  const logs = path.join(stateDirectory, 'logs');
  rmSync(logs, { recursive: true, force: true });
  const children = createChildren({ python: environment.python, logs });
  const cutShort = () => void children.killAll();
  signal.addEventListener('abort', cutShort);
  const outside = await startOutsideServices(
    stateDirectory,
    ports,
    options.detours?.simulatorsApart ? children : undefined,
  );
  try {
    const up = await Promise.race([
      bringUp({
        stateDirectory,
        generation,
        children,
        environment,
        outside,
        detours: options.detours ?? {},
        progress,
        signal,
      }),
      children.lost.then((error) => Promise.reject(error)),
    ]);
    signal.throwIfAborted();
    const port = generation.ports.console;
    const endpoints = options.hasConsole ? { ...up.endpoints, console: consoleUrl(port) } : up.endpoints;
    saveEndpoints(endpoints);
    const operatorConsole = options.hasConsole ? startConsole({ children, endpoints, port }) : undefined;
    return createRunningCloud({
      ...up,
      endpoints,
      operatorConsole,
      outside,
      children,
      progress,
      signal,
      release: () => lock.release(),
    });
  } catch (error) {
    await Promise.all([children.killAll(), outside.close()]);
    signal.throwIfAborted();
    throw error;
  }
}

function lockStateDirectory(stateDirectory: string): FileLock {
  const lock = tryLock(path.join(stateDirectory, 'lock'));
  if (lock === undefined) {
    const pid = readEndpoints(stateDirectory)?.pid;
    throw new LocalCloudError(
      `a local cloud runs on ${stateDirectory} already${pid === undefined ? '' : ` (process ${pid})`}. ` +
        "'npx order-workflow endpoints' says where it listens. " +
        'For a second one beside it: --state-directory DIR --free-ports',
    );
  }
  return lock;
}

/**
 * Removes the state directory of a local cloud that is no more.
 *
 * @returns false, and leaves it alone, if it is in use
 */
export function discardState(stateDirectory: string): boolean {
  const lock = tryLock(path.join(stateDirectory, 'lock'));
  if (lock === undefined) {
    return false;
  }
  removeGeneration(stateDirectory);
  rmSync(stateDirectory, { recursive: true, force: true });
  lock.release();
  return true;
}
