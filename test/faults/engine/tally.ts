import type { Simulated } from './run-schedule';

/** What so many schedules came to. Plain data: workers send it. */
export interface Tally {
  schedules: number;
  readonly scenarios: Record<string, number>;
  /** By the order's end and the execution's. */
  readonly outcomes: Record<string, number>;
  /** Faults that happened, by kind. */
  readonly faults: Record<string, number>;
  violations: number;
}

export const emptyTally = (): Tally => ({ schedules: 0, scenarios: {}, outcomes: {}, faults: {}, violations: 0 });

export function count(tally: Tally, { schedule, ending, execution, violations }: Simulated): void {
  tally.schedules += 1;
  tally.violations += violations.length === 0 ? 0 : 1;
  increase(tally.scenarios, schedule.scenario);
  increase(tally.outcomes, `${ending}, execution ${execution}`);
  for (const { fault } of schedule.faults) {
    increase(tally.faults, fault.kind);
  }
}

export function add(tally: Tally, { schedules, violations, ...counts }: Tally): void {
  tally.schedules += schedules;
  tally.violations += violations;
  for (const key of ['scenarios', 'outcomes', 'faults'] as const) {
    for (const [name, number] of Object.entries(counts[key])) {
      increase(tally[key], name, number);
    }
  }
}

function increase(counts: Record<string, number>, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}
