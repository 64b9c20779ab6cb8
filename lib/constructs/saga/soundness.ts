import type { Duration } from 'aws-cdk-lib';
import type { SagaProps } from '../saga';
import { LAMBDA_AWAY, type WaitingPolicy } from './retriers';
import { type RetryPolicy, surelyWaitedSeconds } from './retry-policy';
import type { SagaStep, SagaTask } from './step';

/** Step Functions' own bound on the name of a state. */
const MAX_NAME_LENGTH = 80;

/**
 * Refuses a saga that could leave an order half done. The types rule most of this out already; the checks hold for
 * lists that are computed, cast or written in JavaScript.
 *
 * @throws when the list breaks a rule; the message names the step and the rule
 */
export function assertSoundSaga(props: SagaProps): void {
  assertSoundOrder(props.steps);
  assertUsableNames(tasksOf(props).map(({ name }) => name));
  for (const task of tasksOf(props)) {
    assertBoundedTask(task);
  }
  assertPatient(props.waiting);
  assertOneRuleForEachError(props);
  assertCalledOffByRejections(props);
  if (props.timeout.toSeconds() >= props.mustEndWithin.toSeconds()) {
    throw new Error(
      `time-out of the saga must be shorter than 'mustEndWithin' (${text(props.mustEndWithin)}), got ${text(props.timeout)}`,
    );
  }
}

/** Every task of the saga, the undo beside its action. */
const tasksOf = ({ steps, close }: SagaProps): readonly SagaTask[] => [
  ...steps.flatMap((step) => (step.compensation === undefined ? [step] : [step, step.compensation])),
  close,
];

/** Compensable steps, then at most one pivot, then retriable steps. */
function assertSoundOrder(steps: readonly SagaStep[]): void {
  if (steps.length === 0) {
    throw new Error('a saga needs at least one step, got an empty list');
  }
  const [pivot, second] = steps.filter(({ kind }) => kind === 'pivot');
  if (second !== undefined) {
    throw new Error(`a saga has at most one pivot, got '${pivot?.name}' and '${second.name}'`);
  }

  // Without a pivot every step can be undone until the last one has succeeded, so each of them needs its undo.
  const pivotIndex = pivot === undefined ? steps.length : steps.indexOf(pivot);
  for (const [index, step] of steps.entries()) {
    const { kind, name, compensation } = step;
    if (index < pivotIndex && (kind !== 'compensable' || compensation === undefined)) {
      const place = pivot === undefined ? 'is in a saga without a pivot' : `comes before the pivot '${pivot.name}'`;
      throw new Error(`step '${name}' ${place} and must be compensable with a compensation, got ${described(step)}`);
    }
    if (index > pivotIndex && kind !== 'retriable') {
      throw new Error(`step '${name}' comes after the pivot '${pivot?.name}' and must be retriable, got '${kind}'`);
    }
    if (index >= pivotIndex && compensation !== undefined) {
      throw new Error(
        `${kind} step '${name}' is never undone and must not have a compensation, got ${described(step)}`,
      );
    }
  }
}

const described = ({ kind, compensation }: SagaStep): string =>
  compensation === undefined
    ? `'${kind}' without a compensation`
    : `'${kind}' with '${(compensation as SagaTask).name}'`;

function assertUsableNames(names: readonly string[]): void {
  for (const [index, name] of names.entries()) {
    if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name) || name.length > MAX_NAME_LENGTH) {
      throw new Error(`a name must be at most ${MAX_NAME_LENGTH} letters and digits, got '${name}'`);
    }
    if (names.indexOf(name) !== index) {
      throw new Error(`names of steps, compensations and the close must differ, got '${name}' twice`);
    }
  }
}

function assertBoundedTask({ name, action, timeout, retry }: SagaTask): void {
  const ofFunction: Duration | undefined = action.timeout;
  if (ofFunction === undefined) {
    throw new Error(`function of '${name}' must state its time-out, got none`);
  }
  if ((timeout as Duration | undefined) === undefined) {
    throw new Error(`'${name}' needs a time-out, got none`);
  }
  if (timeout.toSeconds() <= ofFunction.toSeconds()) {
    throw new Error(
      `time-out of '${name}' must be larger than its function's (${text(ofFunction)}), got ${text(timeout)}`,
    );
  }
  assertBoundedRetry(`'${name}'`, retry);
}

function assertBoundedRetry(owner: string, retry: Partial<RetryPolicy> | undefined): void {
  if (retry === undefined) {
    throw new Error(`${owner} needs a retry policy, got none`);
  }
  const { maxAttempts, interval, backoffRate, maxDelay } = retry;
  if (maxAttempts === undefined || !Number.isInteger(maxAttempts) || maxAttempts < 0) {
    throw new Error(`'maxAttempts' of ${owner} must be a whole number from 0, got ${maxAttempts}`);
  }
  if (interval === undefined || interval.toSeconds() < 1) {
    throw new Error(`'interval' of ${owner} must be at least 1s, got ${text(interval)}`);
  }
  if (backoffRate === undefined || !Number.isFinite(backoffRate) || backoffRate < 1) {
    throw new Error(`'backoffRate' of ${owner} must be at least 1, got ${backoffRate}`);
  }
  if (maxDelay === undefined || maxDelay.toSeconds() <= interval.toSeconds()) {
    throw new Error(
      `'maxDelay' of ${owner} must be larger than its interval (${text(interval)}), got ${text(maxDelay)}`,
    );
  }
}

function assertPatient({ retry, atLeast }: WaitingPolicy): void {
  assertBoundedRetry("'waiting'", retry);
  const seconds = Math.floor(surelyWaitedSeconds(retry));
  if (seconds < atLeast.toSeconds()) {
    throw new Error(`'waiting' must surely wait at least ${text(atLeast)}, got a policy that surely waits ${seconds}s`);
  }
}

/** Two rules for one error would leave it to their order which of them holds. */
function assertOneRuleForEachError({ rejections, neverRetried = [], waiting }: SagaProps): void {
  const errors = [...rejections, ...neverRetried, ...waiting.errors, ...LAMBDA_AWAY];
  for (const [index, error] of errors.entries()) {
    if (error === '' || error.startsWith('States.')) {
      throw new Error(`errors must be named by the functions that throw them, got '${error}'`);
    }
    if (errors.indexOf(error) !== index) {
      throw new Error(
        `an error must have one rule, got '${error}' twice among rejections, 'neverRetried' and 'waiting'`,
      );
    }
  }
}

/** Only what is never retried may be thrown on purpose by a step that finds its undo begun. */
function assertCalledOffByRejections({ steps, rejections }: SagaProps): void {
  for (const step of steps) {
    for (const error of step.kind === 'compensable' ? (step.calledOff ?? []) : []) {
      if (!rejections.includes(error)) {
        throw new Error(`'calledOff' of step '${step.name}' must be among the rejections, got '${error}'`);
      }
    }
  }
}

const text = (duration: Duration | undefined): string => (duration === undefined ? 'none' : `${duration.toSeconds()}s`);
