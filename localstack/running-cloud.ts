import { rmSync } from 'node:fs';
import { drain } from './drain';
import { type Endpoints, removeEndpoints } from './endpoints';
import { readGeneration, removeGeneration, saveGeneration } from './generation';
import type { OutsideServices } from './outside-services';
import type { DatabaseServers } from './postgres/database-servers';
import type { Child, Children } from './processes/children';
import { LocalCloudError } from './processes/local-cloud-error';
import type { Progress, Timings } from './progress';
import type { Killable } from './simulator/simulator-process';

/** Retries of steps included, an order takes a few seconds on the local cloud. */
const DRAIN_TIMEOUT_MS = 20_000;

export interface LocalCloud {
  readonly endpoints: Endpoints;
  /** Milliseconds by phase of the start. */
  readonly timings: Timings;
  /** For experiments: what may crash and come back while the others go on, simulators only if they run apart. */
  readonly postgres: Killable;
  readonly simulators: OutsideServices['killable'];
  /** Resolves if a part ends by itself. Everything is stopped by then. */
  readonly failed: Promise<LocalCloudError>;
  /** Waits until no order is on its way, then stops everything so that the next start goes on from here. */
  stop(): Promise<void>;
  /** Stops everything at once and removes the state directory. */
  discard(): Promise<void>;
}

export function createRunningCloud({
  endpoints,
  emulator,
  operatorConsole,
  servers,
  outside,
  children,
  progress,
  signal,
  release,
}: {
  readonly endpoints: Endpoints;
  readonly emulator: Child;
  readonly operatorConsole: Child | undefined;
  readonly servers: DatabaseServers;
  readonly outside: OutsideServices;
  readonly children: Children;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly release: () => void;
}): LocalCloud {
  const { stateDirectory, queues, consumers, paymentProvider } = endpoints;
  let ending: Promise<void> | undefined;

  const endOnce = async (how: () => Promise<void>): Promise<void> => {
    try {
      await how();
    } finally {
      await children.killAll();
      removeEndpoints(stateDirectory);
      release();
    }
  };
  /** A second wish, or a part that dies while the others stop, waits for the same end. */
  const end = (how: () => Promise<void>): Promise<void> => {
    ending ??= endOnce(how);
    return ending;
  };

  const halt = async (): Promise<void> => {
    await Promise.all([children.killAll(), outside.close()]);
  };

  const settle = async (): Promise<void> => {
    const isQuiet = await progress.phase('orders on their way', () =>
      drain({ emulator: endpoints.emulator, queues, consumers, paymentProvider }, DRAIN_TIMEOUT_MS, signal).catch(
        () => false,
      ),
    );
    const exitCodes = await progress.phase('stopping', async () => {
      // In this order: who calls ends before who is called.
      await operatorConsole?.stop();
      const ofEmulator = await emulator.stop();
      await outside.close();
      return [ofEmulator, ...(await servers.stop())];
    });
    const generation = readGeneration(stateDirectory);
    if (generation !== undefined && isQuiet && exitCodes.every((code) => code === 0)) {
      saveGeneration(stateDirectory, { ...generation, state: 'at rest' });
      progress.say('The local cloud is at rest: the next start goes on from here.');
    } else {
      progress.say(
        isQuiet && !signal.aborted
          ? `Not everything stopped in an orderly way (exit codes ${exitCodes.join(', ')}): the next start begins anew.`
          : 'Stopped without waiting any longer for orders on their way: the next start begins anew.',
      );
    }
  };

  const failed = children.lost.then(async (error) => {
    await end(halt);
    return new LocalCloudError(`${error.message}\nThe local cloud is stopped, and the next start begins anew.`);
  });

  return {
    endpoints,
    timings: progress.timings(),
    postgres: servers.postgres,
    simulators: outside.killable,
    failed,
    stop: () => end(settle),
    discard: () =>
      end(async () => {
        await halt();
        removeGeneration(stateDirectory);
        rmSync(stateDirectory, { recursive: true, force: true });
      }),
  };
}
