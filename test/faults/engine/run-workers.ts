import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { AslDefinition } from '../../support/asl/definition';
import { add, emptyTally, type Tally } from './tally';
import type { WorkerReport, WorkerTask } from './worker';

export interface ParallelCampaign {
  readonly definition: AslDefinition;
  readonly schedules: number;
  readonly seed: number;
  readonly workers: number;
  readonly onProgress?: (tally: Tally) => void;
}

/** The young generation holds what some hundred schedules leave behind, so that little of it grows old. Megabytes. */
const YOUNG_GENERATION_MB = 64;

/** Seeds of workers lie so far apart that no two of them run the same schedules. */
const SEEDS_APART = 10_000_000;

/**
 * Runs a campaign on several cores. Seeds follow from the campaign's, so that the same one runs the same schedules on as
 * many workers; the first violation ends it.
 */
export async function runOnWorkers({ definition, schedules, seed, workers, onProgress }: ParallelCampaign): Promise<{
  readonly tally: Tally;
  readonly found: readonly NonNullable<WorkerReport['found']>[];
}> {
  const code = await bundleWorker();
  const tally = emptyTally();
  const found: NonNullable<WorkerReport['found']>[] = [];
  const share = Math.ceil(schedules / workers);

  const running = Array.from({ length: workers }, (_, index) => {
    const task: WorkerTask = {
      definition,
      schedules: Math.min(share, schedules - index * share),
      seed: seed + index * SEEDS_APART,
    };
    return new Worker(code, {
      eval: true,
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
  });
  await Promise.all(
    running.map(
      (worker) =>
        new Promise<void>((resolve, reject) => {
          worker.on('message', (report: WorkerReport) => {
            add(tally, report.tally);
            onProgress?.(tally);
            if (report.found !== undefined) {
              found.push(report.found);
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
  return { tally, found };
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
