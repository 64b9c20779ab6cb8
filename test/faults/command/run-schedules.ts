import type { AslDefinition } from '../../support/asl/definition';
import { synthesizeOrderSaga } from '../../support/asl/order-saga';
import { runInPortions, type Task } from '../engine/portions';
import { type Came, runOnWorkers } from '../engine/run-workers';
import { add, emptyTally, type Tally } from '../engine/tally';
import { createFaultsProgress, type FaultsProgress } from './faults-progress';
import { withWiring } from './wiring-of-command';

export interface SchedulesOptions {
  readonly schedules: number;
  readonly seed?: number;
  readonly workers: number;
  readonly postgres?: true;
  readonly exhaustive?: 1 | 2;
}

const LARGEST_SEED = 2 ** 31;
/** On Postgres a report after each of these is often enough. */
const PORTION_ON_POSTGRES = 200;
/** Seeds of workers lie so far apart that no two of them run the same schedules. */
const SEEDS_APART = 10_000_000;

/**
 * Runs schedules and prints what they came to as one line of JSON. Answers whether everything holds.
 *
 * @throws Error when fewer were run than were asked for
 */
export async function runSchedulesCommand(options: SchedulesOptions, runAll = runOnWorkers): Promise<boolean> {
  const { definition } = synthesizeOrderSaga();
  const seed = options.seed ?? 1 + Math.floor(Math.random() * LARGEST_SEED);
  const startedAt = performance.now();
  const total = options.exhaustive === undefined ? options.schedules : undefined;
  const progress = createFaultsProgress({ total });
  progress.say(total === undefined ? `every schedule with ${options.exhaustive} fault(s)` : `seed ${seed}`);

  const tasks = tasksOf({ ...options, seed, workers: options.postgres ? 1 : options.workers });
  const { tally, found } = options.postgres
    ? await runOnPostgres(definition, tasks, progress)
    : await runAll(definition, tasks, progress.show);

  if (found.length === 0 && !isAllOf(options, tally)) {
    throw new Error(`expected ${total ?? 'some'} schedules, got ${tally.schedules}`);
  }
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

/** Nothing that was asked for has got lost on its way: how many there are of every kind, only the workers know. */
const isAllOf = ({ exhaustive, schedules: asked }: SchedulesOptions, { schedules }: Tally): boolean =>
  exhaustive === undefined ? schedules === asked : schedules > 0;

/** The same seed runs the same schedules on as many workers. */
const tasksOf = ({
  schedules,
  seed,
  exhaustive,
  workers,
}: SchedulesOptions & { readonly seed: number }): readonly Task[] =>
  Array.from({ length: workers }, (_, index): Task => {
    if (exhaustive !== undefined) {
      const share = { index, of: workers };
      return { kind: 'every', faults: exhaustive, reach: { counts: COUNTS[exhaustive], runsOfAState: 2, share } };
    }
    const most = Math.ceil(schedules / workers);
    return {
      kind: 'random',
      schedules: Math.min(most, schedules - index * most),
      seed: seed + index * SEEDS_APART,
    };
  });

/** Pairs of faults meet few numbers only, or they would be too many. */
const COUNTS = {
  1: [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 30, Number.POSITIVE_INFINITY],
  2: [0, 1, 3, 8, Number.POSITIVE_INFINITY],
};

/** One schedule after the other, since all of them use one database. */
const runOnPostgres = (definition: AslDefinition, [task]: readonly Task[], progress: FaultsProgress): Promise<Came> =>
  withWiring(definition, { postgres: true }, async (wiring) => {
    const came: Came = { tally: emptyTally(), found: [] };
    for await (const { tally, found } of task === undefined ? [] : runInPortions(wiring, task, PORTION_ON_POSTGRES)) {
      add(came.tally, tally);
      progress.show(came.tally);
      came.found.push(...(found === undefined ? [] : [found]));
    }
    return came;
  });
