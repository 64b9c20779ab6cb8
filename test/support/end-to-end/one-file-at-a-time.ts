import path from 'node:path';
import { type FileLock, waitForLock } from '../../../localstack/processes/file-lock';
import { localCloud } from '../local-cloud';

/** Of all other files together, on a machine that is busy. */
const LONGEST_WAIT_MS = 30 * 60_000;

let lock: FileLock | undefined;

/**
 * These files share one cloud, take its payment provider and its carrier away, and balance its books. However many
 * workers jest has on this machine, they take turns.
 */
beforeAll(async () => {
  lock = await waitForLock(
    path.join(localCloud().stateDirectory, 'one-file-at-a-time'),
    AbortSignal.timeout(LONGEST_WAIT_MS),
  );
}, LONGEST_WAIT_MS);
afterAll(() => lock?.release());
