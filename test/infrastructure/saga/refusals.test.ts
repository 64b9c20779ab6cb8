import { App, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Saga, type SagaProps } from '../../../lib/constructs/saga';
import type { SagaStep } from '../../../lib/constructs/saga/step';
import { stubFunction } from '../../support/asl/stub-function';
import { everyList, isSound, policy, sagaPropsOf } from './saga-mother';

describe('Saga that must not be synthesized', () => {
  const stack = new Stack(new App(), 'Refusals');
  const action = stubFunction(stack, 'Step');
  const withoutTimeout = new LambdaFunction(stack, 'WithoutTimeout', {
    code: Code.fromInline('exports.handler = async () => ({});'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
  const sound = sagaPropsOf(['compensable', 'compensable', 'pivot', 'retriable'], action);

  let sagas = 0;
  const synthesize = (props: SagaProps) => {
    sagas += 1;
    return new Saga(stack, `Saga${sagas}`, props);
  };
  /** The sound saga with the step at `index` changed; casts stand for callers that the compiler does not see. */
  const withStep = (index: number, change: object): SagaProps => ({
    ...sound,
    steps: sound.steps.map((step, at) => (at === index ? ({ ...step, ...change } as SagaStep) : step)),
  });
  const withRetry = (change: object) => withStep(0, { retry: { ...policy(1), ...change } });
  const undo = { name: 'Undo9', action, timeout: Duration.seconds(20), retry: policy(1) };

  it('accepts the saga that the cases below change', () => {
    expect(() => synthesize(sound)).not.toThrow();
  });

  it('accepts exactly compensable steps, then at most one pivot, then retriable steps', () => {
    const accepted = everyList().filter((kinds) => {
      try {
        synthesize(sagaPropsOf(kinds, action));
        return true;
      } catch {
        return false;
      }
    });

    expect(accepted).toEqual(everyList().filter(isSound));
  });

  it.each<[rule: string, props: SagaProps, message: string]>([
    ['the list is empty', { ...sound, steps: [] }, 'a saga needs at least one step, got an empty list'],
    [
      'there are two pivots',
      sagaPropsOf(['compensable', 'pivot', 'pivot'], action),
      "a saga has at most one pivot, got 'Do2' and 'Do3'",
    ],
    [
      'a step before the pivot has no compensation',
      withStep(1, { compensation: undefined }),
      "step 'Do2' comes before the pivot 'Do3' and must be compensable with a compensation, got 'compensable' without a compensation",
    ],
    [
      'a step before the pivot is retriable',
      sagaPropsOf(['retriable', 'pivot'], action),
      "step 'Do1' comes before the pivot 'Do2' and must be compensable with a compensation, got 'retriable' without a compensation",
    ],
    [
      'a step of a saga without a pivot is retriable',
      sagaPropsOf(['compensable', 'retriable'], action),
      "step 'Do2' is in a saga without a pivot and must be compensable with a compensation, got 'retriable' without a compensation",
    ],
    [
      'a step after the pivot is compensable',
      sagaPropsOf(['pivot', 'compensable'], action),
      "step 'Do2' comes after the pivot 'Do1' and must be retriable, got 'compensable'",
    ],
    [
      'a retriable step has a compensation',
      withStep(3, { compensation: undo }),
      "retriable step 'Do4' is never undone and must not have a compensation, got 'retriable' with 'Undo9'",
    ],
    [
      'the pivot has a compensation',
      withStep(2, { compensation: undo }),
      "pivot step 'Do3' is never undone and must not have a compensation, got 'pivot' with 'Undo9'",
    ],
    [
      'two steps have one name',
      withStep(1, { name: 'Do1' }),
      "names of steps, compensations and the close must differ, got 'Do1' twice",
    ],
    [
      'a compensation has the name of a step',
      withStep(1, { compensation: { ...undo, name: 'Do1' } }),
      "names of steps, compensations and the close must differ, got 'Do1' twice",
    ],
    [
      'the close has the name of a step',
      { ...sound, close: { ...sound.close, name: 'Do1' } },
      "names of steps, compensations and the close must differ, got 'Do1' twice",
    ],
    [
      'a name would break the path of its repair record',
      withStep(0, { name: 'Do.1' }),
      "a name must be at most 80 letters and digits, got 'Do.1'",
    ],
    [
      'a name is too long for a state',
      withStep(0, { name: 'D'.repeat(81) }),
      `a name must be at most 80 letters and digits, got '${'D'.repeat(81)}'`,
    ],
    ['a time-out is missing', withStep(0, { timeout: undefined }), "'Do1' needs a time-out, got none"],
    [
      'a function does not state its time-out',
      withStep(0, { action: withoutTimeout }),
      "function of 'Do1' must state its time-out, got none",
    ],
    [
      "a time-out is not larger than its function's",
      withStep(0, { timeout: Duration.seconds(15) }),
      "time-out of 'Do1' must be larger than its function's (15s), got 15s",
    ],
    [
      "the time-out of a compensation is not larger than its function's",
      withStep(0, { compensation: { ...undo, timeout: Duration.seconds(10) } }),
      "time-out of 'Undo9' must be larger than its function's (15s), got 10s",
    ],
    [
      "the time-out of the close is not larger than its function's",
      { ...sound, close: { ...sound.close, timeout: Duration.seconds(1) } },
      "time-out of 'Close' must be larger than its function's (15s), got 1s",
    ],
    ['a retry policy is missing', withStep(0, { retry: undefined }), "'Do1' needs a retry policy, got none"],
    [
      'retries are not counted',
      withRetry({ maxAttempts: undefined }),
      "'maxAttempts' of 'Do1' must be a whole number from 0, got undefined",
    ],
    [
      'retries have no end',
      withRetry({ maxAttempts: Number.POSITIVE_INFINITY }),
      "'maxAttempts' of 'Do1' must be a whole number from 0, got Infinity",
    ],
    [
      'the count of retries is negative',
      withRetry({ maxAttempts: -1 }),
      "'maxAttempts' of 'Do1' must be a whole number from 0, got -1",
    ],
    [
      'retries follow at once',
      withRetry({ interval: Duration.seconds(0) }),
      "'interval' of 'Do1' must be at least 1s, got 0s",
    ],
    ['delays shrink', withRetry({ backoffRate: 0.5 }), "'backoffRate' of 'Do1' must be at least 1, got 0.5"],
    [
      'delays have no cap',
      withRetry({ maxDelay: undefined }),
      "'maxDelay' of 'Do1' must be larger than its interval (1s), got none",
    ],
    [
      'the cap leaves delays no room',
      withRetry({ maxDelay: Duration.seconds(1) }),
      "'maxDelay' of 'Do1' must be larger than its interval (1s), got 1s",
    ],
    [
      'waiting is not bounded',
      { ...sound, waiting: { ...sound.waiting, retry: policy(Number.POSITIVE_INFINITY) } },
      "'maxAttempts' of 'waiting' must be a whole number from 0, got Infinity",
    ],
    [
      'waiting may end too soon',
      { ...sound, waiting: { ...sound.waiting, retry: policy(100), atLeast: Duration.minutes(30) } },
      "'waiting' must surely wait at least 1800s, got a policy that surely waits 995s",
    ],
    [
      'an error is a rejection and waited out',
      { ...sound, rejections: ['AwayError'] },
      "an error must have one rule, got 'AwayError' twice among rejections, 'neverRetried' and 'waiting'",
    ],
    [
      'a step is called off by what is no rejection',
      { ...sound, rejections: ['RefusedError'] },
      "'calledOff' of step 'Do1' must be among the rejections, got 'CalledOffError'",
    ],
    [
      'a rejection would take every error',
      { ...sound, rejections: ['States.ALL'] },
      "errors must be named by the functions that throw them, got 'States.ALL'",
    ],
    [
      'the time-out of the saga is not below its bound',
      { ...sound, timeout: Duration.hours(23), mustEndWithin: Duration.hours(23) },
      "time-out of the saga must be shorter than 'mustEndWithin' (82800s), got 82800s",
    ],
  ])('fails when %s', (_, props, message) => {
    expect(() => synthesize(props)).toThrow(new Error(message));
  });

  it('fails when the worst case of the longest way does not fit into the time-out, and names that way', () => {
    // Six attempts of 20 s, four waits of at most 1, 2, 4 and 8 s, and one retry after at most 1 s.
    const action1 = 6 * 20 + 15 + 1;
    const undo1 = 7 * 20 + 15 + (1 + 2);
    const close = 8 * 20 + 15 + (1 + 2 + 4);
    const worst = action1 + undo1 + close;
    const props = sagaPropsOf(['compensable'], action);

    expect(() => synthesize({ ...props, timeout: Duration.seconds(worst) })).toThrow(
      new Error(
        `time-out of the saga must be larger than its worst case (${worst}s by Do1, Undo1, Close), got ${worst}s`,
      ),
    );
    expect(synthesize({ ...props, timeout: Duration.seconds(worst + 1) }).worstCase).toEqual({
      path: ['Do1', 'Undo1', 'Close'],
      duration: Duration.seconds(worst),
      historyEvents: 2 + 3 * 2 + 3 * (6 + 7 + 8),
    });
  });

  it('fails when its retries could fill the history of an execution', () => {
    const many = { ...policy(10_000), maxDelay: Duration.seconds(2) };
    const props = sagaPropsOf(['pivot'], action);
    const unhurried = { timeout: Duration.days(60), mustEndWithin: Duration.days(90) };

    expect(() => synthesize({ ...props, ...unhurried, close: { ...props.close, retry: many } })).toThrow(
      new Error('an execution may write at most 25000 events, got retries for 30039'),
    );
  });
});
