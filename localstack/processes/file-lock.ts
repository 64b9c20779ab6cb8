import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;

export interface FileLock {
  release(): void;
}

/**
 * A lock that the operating system takes back when its holder dies, however it dies: a lock file with a pid in it
 * would survive a `kill -9` and lie once the pid is used again. Node has no `flock`, but SQLite holds one.
 *
 * @returns undefined when another process holds it
 */
export function tryLock(file: string): FileLock | undefined {
  mkdirSync(path.dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    database.close();
    return undefined;
  }
  return { release: () => database.close() };
}

/** @throws when `signal` aborts first */
export async function waitForLock(file: string, signal: AbortSignal): Promise<FileLock> {
  for (;;) {
    const lock = tryLock(file);
    if (lock !== undefined) {
      return lock;
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}
