import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { SagaProps } from '../../../lib/constructs/saga';
import type { RetryPolicy } from '../../../lib/constructs/saga/retry-policy';
import type { SagaStep } from '../../../lib/constructs/saga/step';

export type Kind = SagaStep['kind'];

export const policy = (maxAttempts: number): RetryPolicy => ({
  maxAttempts,
  interval: Duration.seconds(1),
  backoffRate: 2,
  maxDelay: Duration.seconds(30),
});

/** Retries of each policy, all different, so that a test sees which one was asked. */
export const RETRIES = { waiting: 4, action: 1, undo: 2, close: 3 } as const;

/** By which a step finds that somebody else has begun its undo. */
export const CALLED_OFF = ['CalledOffError'];
export const REFUSALS = ['RefusedError', 'SoldOutError'];
export const REJECTIONS = [...REFUSALS, ...CALLED_OFF];
export const HOPELESS = ['MalformedError', 'IncompleteError'];
export const WAITED_OUT = ['AwayError'];

/** What the close throws when it finds something to repair. */
export const INCOMPLETE = 'IncompleteError';

/** The nth step does `Do<n>` and, when it can be undone, undoes it with `Undo<n>`; n counts from 1. */
export const stepsOf = (kinds: readonly Kind[], action: LambdaFunction): readonly SagaStep[] =>
  kinds.map((kind, index): SagaStep => {
    const task = { action, timeout: Duration.seconds(20) };
    const step = { ...task, name: `Do${index + 1}`, retry: policy(RETRIES.action) };
    return kind === 'compensable'
      ? {
          ...step,
          kind,
          calledOff: CALLED_OFF,
          compensation: { ...task, name: `Undo${index + 1}`, retry: policy(RETRIES.undo) },
        }
      : { ...step, kind };
  });

export const sagaPropsOf = (kinds: readonly Kind[], action: LambdaFunction): SagaProps => ({
  steps: stepsOf(kinds, action),
  close: { name: 'Close', action, timeout: Duration.seconds(20), retry: policy(RETRIES.close) },
  rejections: REJECTIONS,
  neverRetried: HOPELESS,
  waiting: { errors: WAITED_OUT, retry: policy(RETRIES.waiting), atLeast: Duration.seconds(0) },
  timeout: Duration.hours(2),
  mustEndWithin: Duration.hours(3),
});

const LONGEST_LIST = 6;

/** Every list of one to six kinds, sound or not. */
export function everyList(): readonly (readonly Kind[])[] {
  const kinds: readonly Kind[] = ['compensable', 'pivot', 'retriable'];
  const byLength: (readonly Kind[])[][] = [[[]]];
  for (let length = 1; length <= LONGEST_LIST; length += 1) {
    byLength.push((byLength[length - 1] ?? []).flatMap((list) => kinds.map((kind) => [...list, kind])));
  }
  return byLength.slice(1).flat();
}

/** Said once more and in another way than by the construct: compensable steps, one pivot, retriable steps. */
export const isSound = (kinds: readonly Kind[]): boolean =>
  /^(c+|c*pr*)$/.test(kinds.map((kind) => kind.charAt(0)).join(''));
