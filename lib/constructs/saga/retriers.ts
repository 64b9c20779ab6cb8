import type { Duration } from 'aws-cdk-lib';
import { Errors, JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import type { RetryPolicy } from './retry-policy';
import type { SagaTask } from './step';

/** Waiting is not failing: which errors mean "later", and for how long nothing is undone because of them. */
export interface WaitingPolicy {
  readonly errors: readonly string[];
  readonly retry: RetryPolicy;
  /** What the policy must wait for sure, jitter included, before the error counts as a failure. */
  readonly atLeast: Duration;
}

export interface RetryRules {
  readonly rejections: readonly string[];
  readonly neverRetried: readonly string[];
  readonly waiting: WaitingPolicy;
}

/**
 * Lambda itself throttles or is away, as Step Functions reports it: no reason to undo anybody's order. An outage that
 * is not in this list, or a call whose time-out hides its outcome, falls under the task's own policy.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
 */
export const LAMBDA_AWAY = [
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
] as const;

/** The retriers of a task in the order in which they are asked; each counts its own attempts. */
export function retriersOf(
  task: Pick<SagaTask, 'retry'>,
  { rejections, neverRetried, waiting }: RetryRules,
): RetryProps[] {
  const hopeless = [...rejections, ...neverRetried];

  return [
    // Named first, because the last retrier matches every error that has not found its rule before.
    ...(hopeless.length === 0 ? [] : [{ errors: hopeless, maxAttempts: 0 }]),
    { errors: [...waiting.errors, ...LAMBDA_AWAY], ...withFullJitter(waiting.retry) },
    { errors: [Errors.ALL], ...withFullJitter(task.retry) },
  ];
}

const withFullJitter = ({ maxAttempts, interval, backoffRate, maxDelay }: RetryPolicy) => ({
  maxAttempts,
  interval,
  backoffRate,
  maxDelay,
  jitterStrategy: JitterType.FULL,
});
