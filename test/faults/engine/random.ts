import fc from 'fast-check';
import { SCENARIOS, type ScenarioName } from '../world/scenario';
import { type FaultKind, MOST_STATEMENTS, NUMBERED } from './fault';
import { kindsAt, OPERATOR, type Point } from './point';
import type { Decide } from './schedule';

/** A fault by position: after so many points at which all is well, the kind that its number picks there. */
interface Move {
  readonly gap: number;
  readonly pick: number;
  readonly count: number;
}

export interface RandomSchedule {
  readonly scenario: ScenarioName;
  readonly moves: readonly Move[];
}

const MAX_COUNT = 12;
const FOR_EVER = MAX_COUNT + 1;

/** Most orders are plain; the others differ in one way each. */
const WEIGHTS: Partial<Record<ScenarioName, number>> = { plain: 8, 'last-unit': 4, declined: 3, refused: 4 };

const scenarios = fc.oneof(
  ...(Object.keys(SCENARIOS) as ScenarioName[]).map((scenario) => ({
    weight: WEIGHTS[scenario] ?? 1,
    arbitrary: fc.constant(scenario),
  })),
);

/** What lands soon meets what undoes it: small numbers are the dangerous ones. */
const counts = fc.oneof(
  { weight: 3, arbitrary: fc.nat(3) },
  { weight: 2, arbitrary: fc.nat(MAX_COUNT) },
  { weight: 1, arbitrary: fc.constant(FOR_EVER) },
);

/** Without fast-check's own bias to small numbers: here they are places and kinds, of which none is more likely. */
const schedules = ({ maxGap, maxFaults }: { readonly maxGap: number; readonly maxFaults: number }) =>
  fc.noBias(
    fc.record({
      scenario: scenarios,
      moves: fc.array(fc.record({ gap: fc.nat(maxGap), pick: fc.nat(10_000), count: counts }), {
        minLength: 1,
        maxLength: maxFaults,
        size: 'max',
      }),
    }),
  );

/** A happy order comes by about twenty points; each fault adds some. */
export const anywhere: fc.Arbitrary<RandomSchedule> = schedules({ maxGap: 16, maxFaults: 7 });

/** For faults that are confined to a few points. */
export const closeTogether: fc.Arbitrary<RandomSchedule> = schedules({ maxGap: 2, maxFaults: 3 });

/** People act after few ends, of which an order has few: every other move that is due later takes place there already. */
const isWorthIt = ({ state }: Point, { gap }: Move): boolean => state === OPERATOR && gap % 2 === 0;

/**
 * Lets the faults happen where the run comes by them, so that none is wasted on a point that it never reaches.
 *
 * @param focus steps (`ChargePayment`) and calls (`ChargePayment.confirmIntent`) to which faults are confined
 */
export function decideByMoves(moves: readonly Move[], focus?: ReadonlySet<string>): Decide {
  let index = 0;
  let passed = 0;

  return (point) => {
    const move = focus === undefined || focus.has(point.address.replace(/[#~]\d+/g, '')) ? moves[index] : undefined;
    if (move === undefined || (passed < move.gap && !isWorthIt(point, move))) {
      passed += 1;
      return undefined;
    }
    index += 1;
    passed = 0;
    const kinds = kindsAt(point);
    const kind = kinds[move.pick % kinds.length] as FaultKind;
    if (!NUMBERED.has(kind)) {
      return { kind };
    }
    if (kind === 'halfway') {
      return { kind, count: 1 + (move.count % (MOST_STATEMENTS - 1)) };
    }
    const count = move.count > MAX_COUNT ? Number.POSITIVE_INFINITY : move.count;
    return { kind, count: kind === 'away' ? count + 1 : count };
  };
}
