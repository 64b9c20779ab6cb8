import { AWS_CLIENT_BOUNDS } from '../../../lambdas/runtime/aws-client-bounds';
import { queueRetry, receivesOf } from '../../../lambdas/runtime/sqs-batch';
import { confirmedOnce, type FaultCase } from './fault-case';

const START = 'StepFunctions.StartExecution';

/** Of the SDK within one invocation. */
const ATTEMPTS = AWS_CLIENT_BOUNDS.maxAttempts;
/** Far beyond the visibility of a message here, and below the time-out of the consumer. */
const SLOW_MS = 20_000;
const RECEIVES_MAX = receivesOf(queueRetry(1));

/** Whose neighbours it leaves alone is for the tests of a batch: which orders share one is a matter of time here. */
const cameBack: FaultCase['check'] = ({ startSaga }) => expect(startSaga.length).toBeGreaterThanOrEqual(2);

/** What happens between the queue and the start of the saga. */
export const QUEUE_CASES: readonly FaultCase[] = [
  {
    title: 'row 11: a message that is delivered three times at once gives one execution and one charge',
    afterwards: async ({ redeliver }) => {
      await Promise.all([redeliver(), redeliver()]);
    },
    expected: confirmedOnce,
  },
  {
    title: 'row 11: a message that is delivered again after its order was confirmed changes nothing',
    afterwards: async ({ seen, redeliver }) => {
      await seen('CONFIRMED');
      await redeliver();
    },
    expected: confirmedOnce,
  },
  {
    title: 'row 13: a record that fails in its batch comes back',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', { name: START, text: orderId, times: ATTEMPTS, fault: { kind: 'error-500-before' } }),
    expected: confirmedOnce,
    check: cameBack,
  },
  {
    title: 'row 13: a consumer that fails as a whole gets its batch again',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('lambda', {
        name: 'start-saga',
        text: orderId,
        fault: { kind: 'invocation-error', preventExecution: true },
      }),
    expected: confirmedOnce,
    check: cameBack,
  },
  {
    title: 'row 14: a consumer killed after StartExecution has started the order, and only once',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('lambda', { name: 'start-saga', text: orderId, fault: { kind: 'kill-after-effect' } }),
    expected: confirmedOnce,
  },
  {
    title:
      'row 15: a consumer slower than the visibility of its message races another one, and the order is carried once',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('lambda', {
        name: 'start-saga',
        text: orderId,
        fault: { kind: 'invocation-add-delay', startupDelayMilliseconds: SLOW_MS },
      }),
    expected: confirmedOnce,
    check({ startSaga: [first = 0, second = Number.POSITIVE_INFINITY] }) {
      // While the first still slept.
      expect(second - first).toBeLessThan(SLOW_MS);
    },
  },
  {
    title: 'row 16: StartExecution throttled for two receives is tried again later',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', { name: START, text: orderId, times: 2 * ATTEMPTS, fault: { kind: 'throttle' } }),
    expected: confirmedOnce,
    check: ({ startSaga }) => expect(startSaga.length).toBeGreaterThanOrEqual(RECEIVES_MAX),
  },
  {
    title: 'row 16, 19: StartExecution throttled for longer than the message lives is confirmed by a redrive',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', { name: START, text: orderId, times: RECEIVES_MAX * ATTEMPTS, fault: { kind: 'throttle' } }),
    expected: confirmedOnce,
    check: (_, { redriven }) => expect(redriven).toBeGreaterThanOrEqual(1),
  },
  {
    title: 'row 17: an answer of StartExecution that is lost once',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', { name: START, text: orderId, fault: { kind: 'reset-after' } }),
    expected: confirmedOnce,
  },
  {
    title: 'row 17: answers of StartExecution that are lost until the consumer gives up',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', { name: START, text: orderId, times: ATTEMPTS, fault: { kind: 'error-500-after' } }),
    expected: confirmedOnce,
  },
];
