import { INCIDENT_NAMES, type IncidentCounts } from './incidents';

/** Share of the calls that an experiment has to disturb, to be one. */
const DISTURBED_MIN = 0.05;

/**
 * What an experiment left undone, so that nothing is proven by it.
 *
 * @param rate that was asked for; who asks for less than an experiment needs gets half of that at least
 */
export const tooTame = ({
  disturbed,
  rate,
  hit,
}: {
  /** Share of the calls, 0 to 1. */
  readonly disturbed: number;
  readonly rate: number;
  readonly hit: IncidentCounts;
}): readonly string[] => [
  ...(disturbed < (rate < DISTURBED_MIN ? rate / 2 : DISTURBED_MIN)
    ? [`experiment: only ${(100 * disturbed).toFixed(1)}% of the calls were disturbed`]
    : []),
  ...INCIDENT_NAMES.filter((name) => (hit[name] ?? 0) === 0).map((name) => `experiment: nobody noticed: ${name}`),
];
