import type { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { RetryPolicy } from './retry-policy';

/** One call of one function: an action, a compensation, or the task that closes the saga. */
export interface SagaTask {
  /** Name of the state. Letters and digits, since what fails for good is recorded at `$.repair.<name>`. */
  readonly name: string;
  /** A `Function` and not an `IFunction`: its own time-out must be known. */
  readonly action: LambdaFunction;
  /** Of one attempt. Larger than the function's own, so that the function reports its time-out itself. */
  readonly timeout: Duration;
  /** For every error that has no rule of its own. */
  readonly retry: RetryPolicy;
}

/** Can be undone: stands before the pivot. */
export interface CompensableStep extends SagaTask {
  readonly kind: 'compensable';
  readonly compensation: SagaTask;

  /**
   * Those of the rejections by which the step finds that somebody else has begun to undo it, and may have stopped
   * half-way. The step is undone after them as if it had broken.
   *
   * @default - after every rejection nothing of the step is there
   */
  readonly calledOff?: readonly string[];
}

/** Decides: what is before it may be undone until it succeeds, what is after it is only retried. */
export interface PivotStep extends SagaTask {
  readonly kind: 'pivot';
  readonly compensation?: never;
}

/** Cannot be refused, only delayed: stands after the pivot. */
export interface RetriableStep extends SagaTask {
  readonly kind: 'retriable';
  readonly compensation?: never;
}

export type SagaStep = CompensableStep | PivotStep | RetriableStep;
