import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { LocalCloudError } from '../processes/local-cloud-error';
import { createProgress } from '../progress';
import { startChaosCloud } from './chaos-cloud';
import { chaosReport } from './chaos-report';
import { createClientHistory } from './client-history';
import { type ExperimentOptions, type ExperimentResult, runExperiment } from './experiment';
import type { IncidentCounts } from './incidents';
import { disturbedShare } from './injection-log';
import { tooTame } from './too-tame';
import { watchConnections } from './watch-connections';

/**
 * Longer than elsewhere on the local cloud: whoever waits asks every 3 s in place of every 1.2 s, and forty orders that
 * ask for a service that is away are most of what a small machine does then.
 */
const WAIT_SCALE = '0.05';

const HISTORY = 'client-history.jsonl';

export interface SeedOutcome {
  readonly seed: number;
  readonly orders: number;
  /** Share of the calls that were disturbed. */
  readonly disturbed: number;
  readonly calls: number;
  readonly hit: IncidentCounts;
  readonly quiet: ExperimentResult['quiet'];
  readonly violations: readonly string[];
  readonly tookMs: number;
}

/** One experiment on a local cloud of its own, which is discarded when nothing was wrong. Prints its report. */
export async function runSeed(
  options: ExperimentOptions,
  { directory, keep, signal }: { readonly directory: string; readonly keep: boolean; readonly signal: AbortSignal },
): Promise<SeedOutcome> {
  const { seed, orders, rate } = options;
  const startedAt = performance.now();
  emptyOfEarlierRun(directory);
  const history = createClientHistory(path.join(directory, HISTORY));
  const progress = createProgress();
  progress.say(`Seed ${seed}: repeat this run with --seed ${seed} --orders ${orders} --rate ${rate}`);

  const chaos = await startChaosCloud({
    stateDirectory: path.join(directory, 'cloud'),
    waitScale: WAIT_SCALE,
    progress,
    signal,
    onInjection: (injection) =>
      appendFileSync(path.join(directory, 'injections.jsonl'), `${JSON.stringify(injection)}\n`),
  });
  const watch = watchConnections(chaos);
  let isSound = false;
  try {
    const lost = chaos.cloud.failed.then((error) => Promise.reject(error));
    const result = await Promise.race([runExperiment({ chaos, options, history, watch, progress, signal }), lost]);
    for (const turned of result.turnedBack) {
      appendFileSync(path.join(directory, 'turned-back.jsonl'), `${JSON.stringify(turned)}\n`);
    }
    const { share: disturbed, calls } = disturbedShare(chaos.log);
    const violations = [...result.violations, ...tooTame({ disturbed, rate, hit: result.hit })];
    isSound = violations.length === 0;
    const tookMs = Math.round(performance.now() - startedAt);
    console.log(chaosReport({ chaos, options, history, result: { ...result, violations }, tookMs }));
    console.log(`\nWhat clients saw and what was injected: ${directory}`);
    const { quiet, hit } = result;
    return { seed, orders, disturbed, calls, hit, quiet, violations, tookMs };
  } finally {
    await watch.stop();
    await chaos.close(isSound && !keep ? 'discard' : 'stop');
    if (!isSound) {
      console.log(`Data and logs: ${path.join(directory, 'cloud')}`);
    }
  }
}

/** @throws LocalCloudError when something else is in there: it is not ours to remove */
export function emptyOfEarlierRun(directory: string): void {
  if (existsSync(directory) && readdirSync(directory).length > 0 && !existsSync(path.join(directory, HISTORY))) {
    throw new LocalCloudError(`${directory} is not empty, and not of an earlier run: nothing in it is removed`);
  }
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
}
