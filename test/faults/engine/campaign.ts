import fc from 'fast-check';
import { anywhere, closeTogether, decideByMoves } from './random';
import { runDeciding, type Simulated } from './run-schedule';
import { shrink } from './shrink';
import type { Wiring } from './simulate';
import { count, emptyTally, type Tally } from './tally';

export interface Campaign {
  readonly schedules: number;
  /** The same seed runs the same schedules. */
  readonly seed: number;
  /**
   * Steps and calls to which faults are confined, as `decideByMoves` takes them.
   * @default - anywhere
   */
  readonly focus?: readonly string[];
}

export interface CampaignResult {
  readonly tally: Tally;
  /** The first violation, as small as it could be made. Nothing runs after it. */
  readonly smallest: Simulated | undefined;
}

/** Runs random schedules until they are through or one of them shows a violation. */
export async function runCampaign(wiring: Wiring, { schedules, seed, focus }: Campaign): Promise<CampaignResult> {
  const tally = emptyTally();
  const places = focus && new Set(focus);
  let violated: Simulated | undefined;

  const run = await fc.check(
    fc.asyncProperty(focus === undefined ? anywhere : closeTogether, async ({ scenario, moves }) => {
      const simulated = await runDeciding(wiring, scenario, decideByMoves(moves, places));
      count(tally, simulated);
      if (simulated.violations.length > 0) {
        violated = simulated;
        return false;
      }
      return true;
    }),
    // Shrinking is done on names, see `shrink.ts`: positions move when a fault before them goes.
    { numRuns: schedules, seed, endOnFailure: true },
  );
  if (run.failed && violated === undefined) {
    throw run.errorInstance; // the simulation itself is broken
  }
  return { tally, smallest: violated && (await shrink(wiring, violated)) };
}
