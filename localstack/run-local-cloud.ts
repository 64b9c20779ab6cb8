import { type LocalCloudOptions, startLocalCloud } from './local-cloud';
import { LocalCloudError } from './processes/local-cloud-error';
import type { LocalCloud } from './running-cloud';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const EXIT = { failure: 1, interrupted: 130 } as const;

/**
 * Runs a local cloud as the whole purpose of this process: starts it, does `whileUp`, stops it. The first signal asks
 * for an orderly stop, or ends a start half-way; the second one cuts short whatever still goes on.
 *
 * @param whileUp gets a signal that aborts when it is time to end; its result is the exit code
 * @returns the exit code for the process
 */
export async function runLocalCloud(
  options: Omit<LocalCloudOptions, 'signal'>,
  whileUp: (cloud: LocalCloud, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const { progress } = options;
  const wish = new AbortController();
  const cut = new AbortController();
  let isUp = false;
  const onSignal = (): void => {
    if (wish.signal.aborted || !isUp) {
      cut.abort(new LocalCloudError('interrupted: everything is stopped'));
    } else {
      progress.say('Stopping. Once more to stop at once, without waiting for orders on their way.');
    }
    wish.abort();
  };
  for (const name of SIGNALS) {
    process.on(name, onSignal);
  }

  try {
    const cloud = await startLocalCloud({ ...options, signal: cut.signal });
    isUp = true;
    const outcome = await Promise.race([whileUp(cloud, wish.signal), cloud.failed]);
    if (outcome instanceof LocalCloudError) {
      throw outcome;
    }
    await cloud.stop();
    return cut.signal.aborted ? EXIT.interrupted : outcome;
  } catch (error) {
    if (!(error instanceof LocalCloudError)) {
      throw error;
    }
    progress.say(error.message);
    return cut.signal.aborted ? EXIT.interrupted : EXIT.failure;
  } finally {
    for (const name of SIGNALS) {
      process.off(name, onSignal);
    }
  }
}

/** Resolves when `signal` aborts. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
