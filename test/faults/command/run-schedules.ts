import type { AslDefinition } from '../../support/asl/definition';
import { synthesizeOrderSaga } from '../../support/asl/order-saga';
import { runCampaign } from '../engine/campaign';
import { everySchedule } from '../engine/exhaustive';
import { runSchedule } from '../engine/run-schedule';
import { runOnWorkers } from '../engine/run-workers';
import { formatSchedule } from '../engine/schedule';
import { shrink } from '../engine/shrink';
import { add, count, emptyTally, type Tally } from '../engine/tally';
import type { WorkerReport } from '../engine/worker';
import { SCENARIOS } from '../world/scenario';
import { createFaultsProgress, type FaultsProgress } from './faults-progress';
import { withWiring } from './wiring-of-command';

export interface SchedulesOptions {
  readonly schedules: number;
  readonly seed?: number;
  readonly workers: number;
  readonly postgres?: true;
  readonly exhaustive?: 1 | 2;
}

type Found = NonNullable<WorkerReport['found']>;

interface Came {
  readonly tally: Tally;
  readonly found: readonly Found[];
}

const LARGEST_SEED = 2 ** 31;
/** On Postgres a report after each of these is often enough. */
const PORTION = 200;

/** Runs schedules and prints what they came to as one line of JSON. Answers whether everything holds. */
export async function runSchedulesCommand(options: SchedulesOptions): Promise<boolean> {
  const { definition } = synthesizeOrderSaga();
  const seed = options.seed ?? 1 + Math.floor(Math.random() * LARGEST_SEED);
  const startedAt = performance.now();
  const total = options.exhaustive === undefined ? options.schedules : undefined;
  const progress = createFaultsProgress({ total });
  progress.say(total === undefined ? `every schedule with ${options.exhaustive} fault(s)` : `seed ${seed}`);

  const { tally, found } = await run(definition, { ...options, seed }, progress);

  const seconds = (performance.now() - startedAt) / 1_000;
  progress.end();
  for (const { schedule, violations } of found) {
    progress.say(`violated: npm run faults -- --replay '${schedule}'\n  ${violations.join('\n  ')}`);
  }
  const summary = {
    ...(options.exhaustive === undefined ? { seed } : { exhaustive: options.exhaustive }),
    stores: options.postgres ? 'postgres' : 'in-memory',
    seconds: Math.round(seconds * 10) / 10,
    perSecond: Math.round(tally.schedules / seconds),
    ...tally,
    found: found.map(({ schedule }) => schedule),
  };
  console.log(JSON.stringify(summary));
  return found.length === 0;
}

function run(
  definition: AslDefinition,
  options: SchedulesOptions & { readonly seed: number },
  progress: FaultsProgress,
): Promise<Came> {
  if (options.exhaustive !== undefined) {
    return runEvery(definition, options.exhaustive, options, progress);
  }
  if (options.postgres) {
    return runInPortions(definition, options, progress);
  }
  const { schedules, seed, workers } = options;
  return runOnWorkers({ definition, schedules, seed, workers, onProgress: progress.show });
}

const runInPortions = (
  definition: AslDefinition,
  options: SchedulesOptions & { readonly seed: number },
  progress: FaultsProgress,
): Promise<Came> =>
  withWiring(definition, options, async (wiring) => {
    const tally = emptyTally();
    while (tally.schedules < options.schedules) {
      const schedules = Math.min(PORTION, options.schedules - tally.schedules);
      const portion = await runCampaign(wiring, { schedules, seed: options.seed + tally.schedules });
      add(tally, portion.tally);
      progress.show(tally);
      if (portion.smallest !== undefined) {
        return { tally, found: [asFound(portion.smallest)] };
      }
    }
    return { tally, found: [] };
  });

/** Pairs of faults meet few numbers only, or they would be too many. */
const COUNTS = {
  1: [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 30, Number.POSITIVE_INFINITY],
  2: [0, 1, 3, 8, Number.POSITIVE_INFINITY],
};

const runEvery = (
  definition: AslDefinition,
  faults: 1 | 2,
  options: SchedulesOptions,
  progress: FaultsProgress,
): Promise<Came> =>
  withWiring(definition, options, async (wiring) => {
    const tally = emptyTally();
    for (const scenario of Object.keys(SCENARIOS)) {
      for await (const schedule of everySchedule(wiring, scenario, faults, {
        counts: COUNTS[faults],
        runsOfAState: 2,
      })) {
        const simulated = await runSchedule(wiring, schedule);
        count(tally, simulated);
        progress.show(tally);
        if (simulated.violations.length > 0) {
          return { tally, found: [asFound(await shrink(wiring, simulated))] };
        }
      }
    }
    return { tally, found: [] };
  });

const asFound = ({ schedule, violations }: Awaited<ReturnType<typeof runSchedule>>): Found => ({
  schedule: formatSchedule(schedule),
  violations: violations.map(({ invariant, subject, detail }) => `${invariant}: ${subject} ${detail}`),
});
