import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  readonly command: string;
}

const processes = (): readonly Process[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, state = '', command = '']) => ({ pid: Number(pid), parent: Number(parent), state, command }));

/** All that `pid` has started, and what those have started. */
export function descendantsOf(pid: number): readonly Process[] {
  const all = processes();
  const below = (parent: number): readonly Process[] =>
    all.filter((candidate) => candidate.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  return below(pid);
}

/** Waits until none of them is left. A zombie is gone: whoever adopted it has only not looked yet.
 *
 * @returns the commands of those that are still there after `timeoutMs` */
export async function leftOver(pids: readonly number[], timeoutMs: number): Promise<readonly string[]> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const left = processes().filter(({ pid, state }) => pids.includes(pid) && !state.startsWith('Z'));
    if (left.length === 0 || performance.now() > giveUpAt) {
      return left.map(({ command }) => command);
    }
    await sleep(100);
  }
}
