import { SCENARIOS } from '../world/scenario';
import { runCampaign } from './campaign';
import { everySchedule, type Reach } from './exhaustive';
import { runSchedule, type Simulated } from './run-schedule';
import { formatSchedule } from './schedule';
import { shrink } from './shrink';
import type { Wiring } from './simulate';
import { count, emptyTally, type Tally } from './tally';

/** What is to be run: so many random schedules, or every one with so many faults for one order of each kind. */
export type Task =
  | { readonly kind: 'random'; readonly schedules: number; readonly seed: number }
  | { readonly kind: 'every'; readonly faults: 1 | 2; readonly reach: Reach };

/** What came of a part of a task. Plain data: workers send it. */
export interface Portion {
  readonly tally: Tally;
  /** The violation that ended the task, in words; its schedule as it is given to `--replay`. */
  readonly found?: Found;
}

export interface Found {
  readonly schedule: string;
  readonly violations: readonly string[];
}

/** How many schedules are run between two reports. */
export const PORTION = 1_000;

/** Runs a task portion by portion, until it is through or a violation was found. */
export const runInPortions = (wiring: Wiring, task: Task, size = PORTION): AsyncGenerator<Portion> =>
  task.kind === 'random' ? runRandom(wiring, task, size) : runEvery(wiring, task, size);

/** Each portion under a seed of its own. */
async function* runRandom(
  wiring: Wiring,
  { schedules, seed }: Extract<Task, { kind: 'random' }>,
  size: number,
): AsyncGenerator<Portion> {
  for (let done = 0; done < schedules; done += size) {
    const { tally, smallest } = await runCampaign(wiring, {
      schedules: Math.min(size, schedules - done),
      seed: seed + done / size,
    });
    yield portionOf(tally, smallest);
    if (smallest !== undefined) {
      return;
    }
  }
}

async function* runEvery(
  wiring: Wiring,
  { faults, reach }: Extract<Task, { kind: 'every' }>,
  size: number,
): AsyncGenerator<Portion> {
  let tally = emptyTally();
  for (const scenario of Object.keys(SCENARIOS)) {
    for await (const schedule of everySchedule(wiring, scenario, faults, reach)) {
      const simulated = await runSchedule(wiring, schedule);
      count(tally, simulated);
      if (simulated.violations.length > 0) {
        yield portionOf(tally, await shrink(wiring, simulated));
        return;
      }
      if (tally.schedules === size) {
        yield portionOf(tally);
        tally = emptyTally();
      }
    }
  }
  yield portionOf(tally);
}

const portionOf = (tally: Tally, smallest?: Simulated): Portion => ({
  tally,
  ...(smallest && {
    found: {
      schedule: formatSchedule(smallest.schedule),
      violations: smallest.violations.map(({ invariant, subject, detail }) => `${invariant}: ${subject} ${detail}`),
    },
  }),
});
