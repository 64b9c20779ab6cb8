import { scenarioNamed } from '../world/scenario';
import { violation } from './check-execution';
import { PASSING } from './fault';
import { inTime } from './in-time';
import type { Point } from './point';
import { type Decide, decideBy, type PlacedFault, type Schedule } from './schedule';
import { ORDER, simulate, type Wiring } from './simulate';
import type { Verdict } from './verdict';

export interface Simulated extends Verdict {
  /** The same run, said by names: what the simulation came by, and nothing that it did not reach. */
  readonly schedule: Schedule;
}

/** Every action has more retries than this, and an order that is slow to pay uses one of them. */
const FEW = 4;

/**
 * Waiting is not failing: faults that pass, and are few, change nothing about what becomes of an order. Nor does an
 * absence that it can wait out, even when all of them meet it at one state.
 */
const mustEndAsUsual = ({ waits }: Wiring, { faults }: Schedule): boolean =>
  faults.length <= FEW && faults.every(({ fault: { kind } }) => PASSING.has(kind)) && callsAway(faults) <= waits;

const callsAway = (faults: readonly PlacedFault[]): number =>
  faults.reduce((sum, { fault: { kind, count = 0 } }) => sum + (kind === 'away' ? count : 0), 0);

const HUNG: Verdict = {
  ending: 'NOWHERE',
  execution: 'NEVER_RAN',
  violations: [violation('hangs', ORDER, 'something that it waits for never answers')],
};

/** Runs an order under whatever decides what goes wrong, and notes what did. */
export async function runDeciding(wiring: Wiring, scenario: string, decide: Decide): Promise<Simulated> {
  const faults: PlacedFault[] = [];
  const simulation = simulate(wiring, scenarioNamed(scenario), (point) => {
    const fault = decide(point);
    if (fault !== undefined) {
      faults.push({ at: point.address, fault });
    }
    return fault;
  });
  const verdict = (await inTime(wiring.patienceMs, simulation)) ?? HUNG;
  const schedule = { scenario, faults };
  const usual = scenarioNamed(scenario).ends;
  const endsOtherwise = mustEndAsUsual(wiring, schedule) && verdict.ending !== usual;
  return {
    ...verdict,
    schedule,
    violations: endsOtherwise
      ? [
          ...verdict.violations,
          { invariant: 'waiting', subject: ORDER, detail: `${verdict.ending}, and without the faults ${usual}` },
        ]
      : verdict.violations,
  };
}

export const runSchedule = (wiring: Wiring, { scenario, faults }: Schedule): Promise<Simulated> =>
  runDeciding(wiring, scenario, decideBy(faults));

/** The points that a schedule comes by, in the order of time; until it hangs, if it does. */
export async function pointsOf(wiring: Wiring, { scenario, faults }: Schedule): Promise<readonly Point[]> {
  const points: Point[] = [];
  const decide = decideBy(faults);
  const simulation = simulate(wiring, scenarioNamed(scenario), (point) => {
    points.push(point);
    return decide(point);
  });
  await inTime(wiring.patienceMs, simulation);
  return points;
}
