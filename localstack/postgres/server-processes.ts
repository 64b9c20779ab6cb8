import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { LocalCloudError } from '../processes/local-cloud-error';

const run = promisify(execFile);
const POLL_MS = 50;
/** They look whether their server is there whenever they wait for anything; a busy machine gives them no time to. */
const GIVE_UP_AFTER_MS = 30_000;

/** The process that a running server's data belongs to: the first line of a file that it writes itself. */
export const postmasterOf = (data: string): number =>
  Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);

export async function childrenOf(parent: number): Promise<readonly number[]> {
  return (await living()).filter(({ ppid }) => ppid === parent).map(({ pid }) => pid);
}

/** @throws LocalCloudError when one of them stays */
export async function untilGone(pids: readonly number[]): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    const left = (await living()).map(({ pid }) => pid).filter((pid) => pids.includes(pid));
    if (left.length === 0) {
      return;
    }
    if (performance.now() > giveUpAt) {
      throw new LocalCloudError(`processes ${left.join(', ')} outlive their Postgres`);
    }
    await sleep(POLL_MS);
  }
}

/** Without those that have ended and were not waited for: in a container nobody may do so. */
async function living(): Promise<readonly { readonly pid: number; readonly ppid: number }[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state = '']) => !state.startsWith('Z'))
    .map(([pid, ppid]) => ({ pid: Number(pid), ppid: Number(ppid) }));
}
