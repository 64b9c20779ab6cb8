import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { LocalCloudError } from '../processes/local-cloud-error';

const run = promisify(execFile);
const POLL_MS = 20;
/** They look whether their server is there whenever they wait for anything; a busy machine gives them no time to. */
const GIVE_UP_AFTER_MS = 30_000;

/** The process that a running server's data belongs to: the first line of a file that it writes itself. */
export const postmasterOf = (data: string): number =>
  Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);

export async function childrenOf(parent: number): Promise<readonly number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : []));
}

/** @throws LocalCloudError when one of them stays */
export async function untilGone(pids: readonly number[]): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  while (pids.some(isAlive)) {
    if (performance.now() > giveUpAt) {
      throw new LocalCloudError(`processes ${pids.filter(isAlive).join(', ')} outlive their Postgres`);
    }
    await sleep(POLL_MS);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
