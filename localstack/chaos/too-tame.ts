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
  workersKilled,
}: {
  /** Share of the calls, 0 to 1. */
  readonly disturbed: number;
  readonly rate: number;
  readonly workersKilled: number;
}): readonly string[] => [
  ...(disturbed < (rate < DISTURBED_MIN ? rate / 2 : DISTURBED_MIN)
    ? [`experiment: only ${(100 * disturbed).toFixed(1)}% of the calls were disturbed`]
    : []),
  ...(workersKilled === 0 ? ['experiment: no worker was killed'] : []),
];
