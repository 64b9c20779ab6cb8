import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './children';
import { LocalCloudError } from './local-cloud-error';
import { logTail } from './log-tail';

const POLL_MS = 50;
const GIVE_UP_AFTER_MS = 60_000;

/**
 * Asks until the answer is true. An error is a "not yet".
 *
 * @throws LocalCloudError with the end of its log when the process ends, or does not get ready in time
 */
export async function untilReady(child: Child, isReady: () => Promise<boolean>): Promise<void> {
  let exitCode: number | undefined;
  void child.exited.then((code) => {
    exitCode = code;
  });
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;

  while (performance.now() < giveUpAt) {
    if (exitCode !== undefined) {
      throw new LocalCloudError(`${child.name} ended with exit code ${exitCode}:\n${logTail(child.logFile)}`);
    }
    if (await isReady().catch(() => false)) {
      return;
    }
    await sleep(POLL_MS);
  }
  throw new LocalCloudError(
    `${child.name} was not ready after ${GIVE_UP_AFTER_MS / 1_000} s:\n${logTail(child.logFile)}`,
  );
}
