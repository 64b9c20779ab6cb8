import type { Duration } from 'aws-cdk-lib';

/**
 * How often and how patiently an error is retried. Delays grow exponentially up to a cap and are drawn under
 * full jitter, so that orders which failed together do not come back together.
 */
export interface RetryPolicy {
  /** Retries after the first call. */
  readonly maxAttempts: number;
  /** Bound of the first delay. */
  readonly interval: Duration;
  /** Factor from each bound to the next. */
  readonly backoffRate: number;
  /** No delay is longer. */
  readonly maxDelay: Duration;
}

/** How seldom a policy may wait less than `surelyWaitedSeconds` says. */
const MISS_PROBABILITY = 1e-6;

/** The upper bound of each delay, in seconds. */
function delayBounds({ maxAttempts, interval, backoffRate, maxDelay }: RetryPolicy): readonly number[] {
  return Array.from({ length: maxAttempts }, (_, retry) =>
    Math.min(maxDelay.toSeconds(), interval.toSeconds() * backoffRate ** retry),
  );
}

/** The longest that a policy can wait in all, in seconds: every draw at its bound. */
export const longestWaitSeconds = (policy: RetryPolicy): number =>
  delayBounds(policy).reduce((sum, bound) => sum + bound, 0);

/**
 * The time in seconds that a policy waits in all but one of a million cases, the calls themselves not counted.
 *
 * Full jitter draws each delay evenly from 0 to its bound d, so no sum is certain: its mean is half of the longest
 * wait. An even draw is strictly sub-Gaussian with variance d²/12, hence the chance that the sum stays t below its
 * mean is at most exp(-t² / (2 · Σd²/12)) (Chernoff); t is chosen so that this is the miss probability.
 */
export function surelyWaitedSeconds(policy: RetryPolicy): number {
  const variance = delayBounds(policy).reduce((sum, bound) => sum + bound ** 2 / 12, 0);
  const shortfall = Math.sqrt(2 * variance * Math.log(1 / MISS_PROBABILITY));
  return Math.max(0, longestWaitSeconds(policy) / 2 - shortfall);
}
