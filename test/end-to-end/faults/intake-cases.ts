import { AWS_CLIENT_BOUNDS } from '../../../lambdas/runtime/aws-client-bounds';
import { recordKeyOf } from '../../../localstack/books/leftovers';
import { confirmedOnce, type FaultCase } from './fault-case';

/** Of the SDK within one invocation. */
const ATTEMPTS = AWS_CLIENT_BOUNDS.maxAttempts;

/** What happens before an order is accepted. The client repeats what has no clear answer. */
export const INTAKE_CASES: readonly FaultCase[] = [
  {
    title: 'row 42: the idempotency table throttled before the effect: refused, and accepted when it is repeated',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', {
        name: 'DynamoDB.PutItem',
        text: recordKeyOf(orderId),
        times: ATTEMPTS,
        fault: { kind: 'throttle' },
      }),
    expected: confirmedOnce,
    check: (_, { answers }) => expect(answers).toContain(503),
  },
  {
    title: 'row 42: the idempotency table throttled after the effect: accepted all the same',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', {
        name: 'DynamoDB.UpdateItem',
        text: recordKeyOf(orderId),
        times: ATTEMPTS,
        fault: { kind: 'throttle' },
      }),
    expected: confirmedOnce,
    check: (_, { answers }) => expect(answers).not.toContain(503),
  },
  {
    title: 'row 42: an answer of the idempotency table that is lost is not taken for another request',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', { name: 'DynamoDB.PutItem', text: recordKeyOf(orderId), fault: { kind: 'reset-after' } }),
    expected: confirmedOnce,
  },
  {
    title: 'row 42: an answer of the intake table that is lost is not taken for another order',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', { name: 'DynamoDB.PutItem', text: ['bodyHash', orderId], fault: { kind: 'reset-after' } }),
    expected: confirmedOnce,
  },
  {
    title: 'row 6, 42: a message that is sent twice because its answer was lost is one order',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', { name: 'SQS.SendMessage', text: orderId, fault: { kind: 'error-500-after' } }),
    expected: confirmedOnce,
  },
];
