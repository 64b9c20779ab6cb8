import { Duration } from 'aws-cdk-lib';
import type { RetryPolicy } from './saga/retry-policy';

/** The most that a function of the saga may take for one call. */
export const STEP_FUNCTION_TIMEOUT = Duration.seconds(15);
/** The same for those that call an outside service: its answers, each just before its own time-out, must fit. */
export const OUTSIDE_FUNCTION_TIMEOUT = Duration.seconds(20);

/** Leaves the function the time to start and to report its own time-out. */
const START_AND_REPORT = Duration.seconds(5);
const TASK_TIMEOUT = STEP_FUNCTION_TIMEOUT.plus(START_AND_REPORT);
/** Spread after a policy, for tasks that call an outside service. */
export const OUTSIDE = { timeout: OUTSIDE_FUNCTION_TIMEOUT.plus(START_AND_REPORT) } as const;

/**
 * Before the pivot giving up is cheap, for everything can still be undone: half a minute on average, which outlives
 * a crashed function or a connection that has to be made anew.
 */
export const ACTION = {
  timeout: TASK_TIMEOUT,
  retry: { maxAttempts: 5, interval: Duration.seconds(2), backoffRate: 2, maxDelay: Duration.seconds(30) },
} as const satisfies { timeout: Duration; retry: RetryPolicy };

/** An undo that gives up costs an operator's time: eight minutes on average. */
export const COMPENSATION = {
  timeout: TASK_TIMEOUT,
  retry: { maxAttempts: 20, interval: Duration.seconds(2), backoffRate: 2, maxDelay: Duration.seconds(60) },
} as const satisfies { timeout: Duration; retry: RetryPolicy };

/** Nothing undoes a confirmation whose outcome is unknown: the longest policy, eighteen minutes on average. */
export const PIVOT = {
  timeout: TASK_TIMEOUT,
  retry: { maxAttempts: 40, interval: Duration.seconds(2), backoffRate: 2, maxDelay: Duration.seconds(60) },
} as const satisfies { timeout: Duration; retry: RetryPolicy };

/**
 * An open circuit, or Postgres away: the order waits here, and burns no receive of its queue. 170 delays under full
 * jitter are 42 minutes on average and less than half an hour in one of a million cases (`surelyWaitedSeconds`).
 */
export const WAIT_AT_LEAST = Duration.minutes(30);
export const WAITING: RetryPolicy = {
  maxAttempts: 170,
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxDelay: Duration.seconds(30),
};

/** The payment provider forgets idempotency keys after a day at the earliest; every retry must come before that. */
const PAYMENT_KEYS_KEPT = Duration.hours(24);
const MARGIN = Duration.hours(1);
export const MUST_END_WITHIN = PAYMENT_KEYS_KEPT.minus(MARGIN);

/** Of a whole order: the worst case of the eight tasks on its longest way, in which every one of them waits. */
export const ORDER_TIMEOUT = Duration.hours(22).plus(Duration.minutes(30));
