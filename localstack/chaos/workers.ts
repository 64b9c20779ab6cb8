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
export function createWorkers({ isAlive = lives }: { readonly isAlive?: (pid: number) => boolean } = {}) {
  const known = new Map<number, Worker>();
  /** When each was first found gone, by its pid: it may have ended long before, and has not ended later. */
  const gone = new Map<number, number>();

  const bury = (pid: number): void => {
    known.delete(pid);
    gone.set(pid, performance.now());
  };

  return {
    saw: (worker: Worker): void => {
      known.set(worker.pid, worker);
      gone.delete(worker.pid);
    },
    /** How many may have lived at that moment, or later. Milliseconds, as `performance.now()` counts them. */
    aliveSince(moment: number): number {
      for (const pid of [...known.keys()].filter((pid) => !isAlive(pid))) {
        bury(pid);
      }
      return known.size + [...gone.values()].filter((at) => at >= moment).length;
    },
    /**
     * Kills those that still live, whatever they are doing.
     *
     * @param of only those of this function
     * @returns how many there were
     */
    async kill(of?: string): Promise<number> {
      const doomed = [...known.values()].filter((worker) => of === undefined || worker.function === of);
      const parents = await parentsOf(doomed.map(({ pid }) => pid));
      // Only while it is the child of whom it said it was: the system may have given its pid to another process.
      const killed = doomed.filter(({ pid, parent }) => parents.get(pid) === parent && kill(pid));
      for (const { pid } of killed) {
        bury(pid);
      }
      return killed.length;
    },
  };
}
export type Workers = ReturnType<typeof createWorkers>;

/** By pid, of those that live. One question for all: to start a process for each would hold up everything else here. */
async function parentsOf(pids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (pids.length === 0) {
    return new Map();
  }
  // It ends with 1 when none of them lives, and has answered all the same.
  const { stdout } = await run('ps', ['-o', 'pid=,ppid=', '-p', pids.join(',')]).catch(() => ({ stdout: '' }));
  const lines = stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '');
  return new Map(lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]));
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false; // it is no more
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
