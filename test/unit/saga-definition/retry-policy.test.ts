import { Duration } from 'aws-cdk-lib';
import { WAIT_AT_LEAST, WAITING } from '../../../lib/constructs/order-saga-policies';
import { longestWaitSeconds, type RetryPolicy, surelyWaitedSeconds } from '../../../lib/constructs/saga/retry-policy';

const policyOf = (maxAttempts: number, interval: number, backoffRate: number, maxDelay: number): RetryPolicy => ({
  maxAttempts,
  interval: Duration.seconds(interval),
  backoffRate,
  maxDelay: Duration.seconds(maxDelay),
});

/** A small generator with a seed (Lehmer), so that a red run can be repeated. */
function evenDraws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe('Retry policy', () => {
  it('waits longest when every delay is drawn at its bound, which grows up to the cap', () => {
    expect(longestWaitSeconds(policyOf(5, 2, 2, 10))).toBe(2 + 4 + 8 + 10 + 10);
    expect(longestWaitSeconds(policyOf(0, 2, 2, 10))).toBe(0);
  });

  it('stays finite however many retries there are', () => {
    expect(longestWaitSeconds(policyOf(5_000, 1, 10, 30))).toBe(1 + 10 + 4_998 * 30);
  });

  it('is sure of nothing when it draws seldom', () => {
    expect(surelyWaitedSeconds(policyOf(3, 1, 2, 30))).toBe(0);
  });

  it('is sure of the mean less 5.3 standard deviations, which an even draw passes once in a million cases', () => {
    const mean = (400 * 20) / 2;
    const deviation = 20 * Math.sqrt(400 / 12);

    expect(surelyWaitedSeconds(policyOf(400, 20, 1, 30))).toBeCloseTo(
      mean - Math.sqrt(2 * Math.log(1e6)) * deviation,
      6,
    );
  });

  it('waits out half an hour before an order is undone for an outage, in each of 20,000 outages', () => {
    const draw = evenDraws(7);
    const waits = Array.from({ length: 20_000 }, () =>
      Array.from({ length: WAITING.maxAttempts }, (_, retry) => draw() * Math.min(30, 2 ** retry)).reduce(
        (a, b) => a + b,
      ),
    );

    expect(Math.min(...waits)).toBeGreaterThan(WAIT_AT_LEAST.toSeconds());
    expect(surelyWaitedSeconds(WAITING)).toBeGreaterThan(WAIT_AT_LEAST.toSeconds());
    expect(WAIT_AT_LEAST.toMinutes()).toBe(30);
  });
});
