import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { AslDefinition } from '../../support/asl/definition';
import type { Found, Portion, Task } from './portions';
import { add, emptyTally, type Tally } from './tally';
import type { WorkerTask } from './worker';

/** What came of all tasks together. */
export interface Came {
  readonly tally: Tally;
  readonly found: Found[];
}

/** The young generation holds what some hundred schedules leave behind, so that little of it grows old. Megabytes. */
const YOUNG_GENERATION_MB = 64;

/** Runs one task on each worker. The first violation ends all of them. */
export async function runOnWorkers(
  definition: AslDefinition,
  tasks: readonly Task[],
  onProgress: (tally: Tally) => void = () => {},
): Promise<Came> {
  const code = await bundleWorker();
  const came: Came = { tally: emptyTally(), found: [] };

  const running = tasks.map(
    (task) =>
      new Worker(code, {
        eval: true,
        workerData: { definition, task } satisfies WorkerTask,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      }),
  );
  await Promise.all(
    running.map(
      (worker) =>
        new Promise<void>((resolve, reject) => {
          worker.on('message', ({ tally, found }: Portion) => {
            add(came.tally, tally);
            onProgress(came.tally);
            if (found !== undefined) {
              came.found.push(found);
              for (const other of running) {
                void other.terminate();
              }
            }
          });
          worker.on('error', reject);
          worker.on('exit', () => resolve());
        }),
    ),
  );
  return came;
}

/** One file without the loader that the sources need, which would cost each worker its start. */
async function bundleWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(__dirname, 'worker.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
