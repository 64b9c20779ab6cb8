import type { LambdaFault } from '../../../localstack/chaos/lambda-fault';
import { confirmedOnce, type FaultCase, REFUSED_ADDRESS, refusedAndRefunded } from './fault-case';

const POINTS: readonly LambdaFault['kind'][] = ['kill-before-call', 'kill-after-effect', 'kill-after-answer'];

const FORWARD = ['start-saga', 'reserve-inventory', 'charge-payment', 'book-shipment', 'confirm-order'];
const BACKWARD = ['refund-payment', 'release-inventory', 'reject-order'];

const crashAt = (step: string, kind: LambdaFault['kind'], rest: Omit<FaultCase, 'title' | 'arrange'>): FaultCase => ({
  title: `row 35: ${step}, ${kind}`,
  arrange: ({ chaos, orderId }) =>
    chaos.disturb('lambda', { name: step, text: orderId, fault: { kind } as LambdaFault }),
  ...rest,
});

/** A crash of every function of the saga, before its call, after its effect, and after its answer. */
export const CRASH_CASES: readonly FaultCase[] = POINTS.flatMap((kind) => [
  ...FORWARD.map((step) => crashAt(step, kind, { expected: confirmedOnce })),
  ...BACKWARD.map((step) => crashAt(step, kind, { request: REFUSED_ADDRESS, expected: refusedAndRefunded })),
  // Only a booking without an answer is undone by a cancellation; a refused one has nothing to cancel.
  {
    title: `row 35: cancel-shipment, ${kind}`,
    arrange: async ({ chaos, orderId }) => {
      await chaos.disturb(
        'lambda',
        {
          name: 'book-shipment',
          text: orderId,
          times: 100,
          fault: { kind: 'invocation-error', preventExecution: false },
        },
        { name: 'cancel-shipment', text: orderId, fault: { kind } as LambdaFault },
      );
    },
    expected: { ...refusedAndRefunded, shipment: 'cancelled' },
  },
]);
