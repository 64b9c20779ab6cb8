import { parentPort, workerData } from 'node:worker_threads';
import type { AslDefinition } from '../../support/asl/definition';
import { deployedWiring } from '../world/deployed-wiring';
import { type Campaign, runCampaign } from './campaign';
import { formatSchedule } from './schedule';
import type { Tally } from './tally';

export interface WorkerTask extends Campaign {
  readonly definition: AslDefinition;
}

/** What came of a part of a campaign. */
export interface WorkerReport {
  readonly tally: Tally;
  /** The violation that was found, in words; its schedule first, as it is given to `--replay`. */
  readonly found?: { readonly schedule: string; readonly violations: readonly string[] };
}

/** How many schedules are run between two reports. */
const PORTION = 1_000;

/** Runs its part of a campaign portion by portion, each under a seed of its own. */
async function work({ definition, schedules, seed }: WorkerTask): Promise<void> {
  Error.stackTraceLimit = 0; // nobody reads the traces of errors that a schedule asks for
  const wiring = deployedWiring(definition);

  for (let done = 0; done < schedules; done += PORTION) {
    const { tally, smallest } = await runCampaign(wiring, {
      schedules: Math.min(PORTION, schedules - done),
      seed: seed + done / PORTION,
    });
    const report: WorkerReport = {
      tally,
      ...(smallest && {
        found: {
          schedule: formatSchedule(smallest.schedule),
          violations: smallest.violations.map(({ invariant, subject, detail }) => `${invariant}: ${subject} ${detail}`),
        },
      }),
    };
    parentPort?.postMessage(report);
    if (smallest !== undefined) {
      return;
    }
  }
}

void work(workerData as WorkerTask);
