import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An execution environment of a function, as it reported itself. */
export interface Worker {
  readonly function: string;
  readonly pid: number;
  readonly parent: number;
}

/** The execution environments that have served an invocation. */
export function createWorkers() {
  const known = new Map<number, Worker>();
  /** When each was last known to live, by its pid. */
  const lastAlive = new Map<number, number>();
  let all = 0;

  return {
    /** How many were killed so far. */
    get killed(): number {
      return all;
    },
    saw: (worker: Worker): void => {
      known.set(worker.pid, worker);
      lastAlive.set(worker.pid, performance.now());
    },
    /** How many live, or lived until so many milliseconds ago. */
    aliveWithin(ms: number): number {
      const now = performance.now();
      for (const pid of known.keys()) {
        if (isAlive(pid)) {
          lastAlive.set(pid, now);
        }
      }
      return [...lastAlive.values()].filter((at) => at >= now - ms).length;
    },
    /**
     * Kills those that still live, whatever they are doing.
     *
     * @param of only those of this function
     * @returns how many there were
     */
    async kill(of?: string): Promise<number> {
      const doomed = [...known.values()].filter((worker) => of === undefined || worker.function === of);
      const killed = await Promise.all(doomed.map(killOne));
      for (const { pid } of doomed) {
        known.delete(pid);
      }
      const count = killed.filter(Boolean).length;
      all += count;
      return count;
    },
  };
}
export type Workers = ReturnType<typeof createWorkers>;

/** Only while it is the child of whom it said it was: the system may have given its pid to another process. */
async function killOne({ pid, parent }: Worker): Promise<boolean> {
  try {
    const { stdout } = await run('ps', ['-o', 'ppid=', '-p', String(pid)]);
    return Number(stdout) === parent && process.kill(pid, 'SIGKILL');
  } catch {
    return false; // it is no more
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
