import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { AslDefinition } from '../../support/asl/definition';
import type { Found, Task } from './portions';
import { add, emptyTally, type Tally } from './tally';
import { DONE, type WorkerMessage, type WorkerTask } from './worker-task';

/** What came of all tasks together. */
export interface Came {
  readonly tally: Tally;
  readonly found: Found[];
}

/** The young generation holds what some hundred schedules leave behind, so that little of it grows old. Megabytes. */
const YOUNG_GENERATION_MB = 64;

/**
 * Runs one task on each worker. The first violation ends all of them.
 *
 * @param entry what a worker runs
 * @throws Error when a worker ends before it says that it is done: whatever it waited for would never have come
 */
export async function runOnWorkers(
  definition: AslDefinition,
  tasks: readonly Task[],
  onProgress: (tally: Tally) => void = () => {},
  entry = path.join(__dirname, 'worker.ts'),
): Promise<Came> {
  const code = await bundleWorker(entry);
  const came: Came = { tally: emptyTally(), found: [] };

  const running = tasks.map((task) => ({
    task,
    worker: new Worker(code, {
      eval: true,
      workerData: { definition, task } satisfies WorkerTask,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    }),
  }));
  const endAll = (): void => {
    for (const { worker } of running) {
      void worker.terminate();
    }
  };
  const ended = running.map(
    ({ task, worker }) =>
      new Promise<void>((resolve, reject) => {
        let isDone = false;
        let portions = 0;
        worker.on('message', (message: WorkerMessage) => {
          if (message === DONE) {
            isDone = true;
            return;
          }
          portions += 1;
          add(came.tally, message.tally);
          onProgress(came.tally);
          if (message.found !== undefined) {
            came.found.push(message.found);
            endAll();
          }
        });
        worker.on('error', reject);
        worker.on('exit', () => (isDone || came.found.length > 0 ? resolve() : reject(unfinished(task, portions))));
      }),
  );
  try {
    await Promise.all(ended);
  } finally {
    endAll();
  }
  return came;
}

const unfinished = (task: Task, portions: number): Error =>
  new Error(
    `a worker ended in the middle of portion ${portions + 1} of ` +
      (task.kind === 'random'
        ? `${task.schedules} schedules from seed ${task.seed} on`
        : `every schedule with ${task.faults} fault(s)`),
  );

/** One file without the loader that the sources need, which would cost each worker its start. */
async function bundleWorker(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
