import { createHash } from 'node:crypto';
import { confirmedOnce, type FaultCase } from './fault-case';

/** How Powertools names the record of a request: see `lambdas/runtime/idempotency.ts`. */
const recordOf = (orderId: string): string => createHash('sha256').update(JSON.stringify(orderId)).digest('base64');

const ATTEMPTS = 3;

/** What happens before an order is accepted. The client repeats what has no clear answer. */
export const INTAKE_CASES: readonly FaultCase[] = [
  {
    title: 'row 42: the idempotency table throttled before the effect: refused, and accepted when it is repeated',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', {
        name: 'DynamoDB.PutItem',
        text: recordOf(orderId),
        times: ATTEMPTS,
        fault: { kind: 'throttle' },
      }),
    expected: confirmedOnce,
  },
  {
    title: 'row 42: the idempotency table throttled after the effect: accepted all the same',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', {
        name: 'DynamoDB.UpdateItem',
        text: recordOf(orderId),
        times: ATTEMPTS,
        fault: { kind: 'throttle' },
      }),
    expected: confirmedOnce,
  },
  {
    title: 'row 42: an answer of the idempotency table that is lost is not taken for another request',
    arrange: ({ chaos, orderId }) =>
      chaos.disturb('aws', { name: 'DynamoDB.PutItem', text: recordOf(orderId), fault: { kind: 'reset-after' } }),
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
