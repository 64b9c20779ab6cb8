import { setImmediate as afterAllThatIsKnown, setTimeout as sleep } from 'node:timers/promises';
import { type LocalCloudOptions, startLocalCloud } from './local-cloud';
import { LocalCloudError } from './processes/local-cloud-error';
import type { LocalCloud } from './running-cloud';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const EXIT = { failure: 1, interrupted: 130 } as const;
const PATIENCE_MS = 1_000;
/** That a part has died is noticed a moment after it could not be reached, and not once all are asked to stop. */
const NOTICED_WITHIN_MS = 1_000;

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
  start = startLocalCloud,
): Promise<number> {
  const { progress } = options;
  const wish = new AbortController();
  const cut = new AbortController();
  let isUp = false;
  const onSignal = (): void => {
    if (wish.signal.aborted || !isUp) {
      // What breaks from here on does so because its ground is taken away: nobody is to be told of it.
      process.on('uncaughtException', () => {});
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
    const cloud = await start({ ...options, signal: cut.signal });
    isUp = true;
    const code = await whileItLasts(cloud, whileUp(cloud, wish.signal), cut.signal);
    return cut.signal.aborted ? EXIT.interrupted : code;
  } catch (error) {
    if (cut.signal.aborted) {
      progress.say((cut.signal.reason as LocalCloudError).message);
      return EXIT.interrupted;
    }
    if (wish.signal.aborted && (error as Error).name === 'AbortError') {
      return EXIT.interrupted; // what `whileUp` was waiting for; everything is stopped by now
    }
    if (!(error instanceof LocalCloudError)) {
      throw error;
    }
    progress.say(error.message);
    return EXIT.failure;
  } finally {
    for (const name of SIGNALS) {
      process.off(name, onSignal);
    }
  }
}

/** @throws what `work` throws, or what ended the cloud before its time; it is stopped in any case */
async function whileItLasts(cloud: LocalCloud, work: Promise<number>, cut: AbortSignal): Promise<number> {
  const cutShort = untilAborted(cut).then(() => Promise.reject(cut.reason));
  const failed = cloud.failed.then((error) => Promise.reject(error));
  const end = await Promise.race([work, failed, cutShort]).then(
    (code) => ({ code }),
    (error: unknown) => ({ error }),
  );
  if ('error' in end && !cut.aborted) {
    await Promise.race([cloud.failed, sleep(NOTICED_WITHIN_MS)]);
  }
  await cloud.stop();
  if (cut.aborted) {
    // What `work` still waits for must not keep this process.
    setTimeout(() => process.exit(EXIT.interrupted), PATIENCE_MS).unref();
  }
  if ('code' in end) {
    return end.code;
  }
  // What `work` could not reach may be a part that has died, which says more.
  throw (await Promise.race([cloud.failed, afterAllThatIsKnown(undefined)])) ?? end.error;
}

/** Resolves when `signal` aborts. */
export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
    }
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
