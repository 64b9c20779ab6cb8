import type { ScenarioName } from '../world/scenario';
import { type Campaign, runCampaign } from './campaign';
import { everySchedule } from './exhaustive';
import { runSchedule, type Simulated } from './run-schedule';
import { shrink } from './shrink';
import type { Wiring } from './simulate';

/** One order of each kind of end. */
const PLAINEST: readonly ScenarioName[] = ['plain', 'sold-out', 'declined', 'refused', 'last-unit'];

export interface Found {
  /** How many schedules were run until one showed it. */
  readonly after: number;
  readonly smallest: Simulated;
}

/** Looks for a schedule under which something is violated: first among all single faults, then at random. */
export async function searchViolation(wiring: Wiring, atRandom: Campaign): Promise<Found | undefined> {
  let after = 0;
  for (const scenario of PLAINEST) {
    for await (const schedule of withNone(wiring, scenario)) {
      after += 1;
      const simulated = await runSchedule(wiring, schedule);
      if (simulated.violations.length > 0) {
        return { after, smallest: await shrink(wiring, simulated) };
      }
    }
  }
  const { tally, smallest } = await runCampaign(wiring, atRandom);
  return smallest && { after: after + tally.schedules, smallest };
}

async function* withNone(wiring: Wiring, scenario: ScenarioName): ReturnType<typeof everySchedule> {
  yield { scenario, faults: [] };
  yield* everySchedule(wiring, scenario, 1, { counts: [0, 2, 5, Number.POSITIVE_INFINITY], runsOfAState: 1 });
}
