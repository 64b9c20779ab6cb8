import { faultsAt, type Point } from './point';
import { pointsOf } from './run-schedule';
import type { PlacedFault, Schedule } from './schedule';
import type { Wiring } from './simulate';

export interface Reach {
  /** Numbers that faults take where they want one. */
  readonly counts: readonly number[];
  /** Later calls of one state repeat what its first ones did: no fault is put there. */
  readonly runsOfAState: number;
  /**
   * Only every `of`-th of the first faults, from this one on: the whole is shared out.
   * @default - all of them
   */
  readonly share?: { readonly index: number; readonly of: number };
}

/** Every schedule with so many faults: each kind at each point, and each second one at each point after the first. */
export async function* everySchedule(
  wiring: Wiring,
  scenario: string,
  faults: 1 | 2,
  reach: Reach,
): AsyncGenerator<Schedule> {
  const places = async (before: readonly PlacedFault[]): Promise<readonly PlacedFault[]> => {
    const points = await pointsOf(wiring, { scenario, faults: before });
    const last = before.at(-1)?.at;
    const from = last === undefined ? 0 : points.findIndex(({ address }) => address === last) + 1;
    return points
      .slice(from)
      .filter(({ run }) => run <= reach.runsOfAState)
      .flatMap((point: Point) => faultsAt(point, reach.counts).map((fault) => ({ at: point.address, fault })));
  };

  const { index, of } = reach.share ?? { index: 0, of: 1 };
  const firsts = (await places([])).filter((_, place) => place % of === index);
  for (const first of firsts) {
    if (faults === 1) {
      yield { scenario, faults: [first] };
    } else {
      for (const second of await places([first])) {
        yield { scenario, faults: [first, second] };
      }
    }
  }
}
