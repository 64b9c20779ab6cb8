import type { OrderMessage } from '../../../lambdas/contracts/order-message';
import { orderMessage } from './order-mother';

/** What EventBridge says of an execution, in the body of the message by which it arrives. */
export function executionEvent({
  status = 'FAILED',
  order = orderMessage(),
  detail = {},
}: {
  readonly status?: string;
  readonly order?: OrderMessage;
  readonly detail?: object;
} = {}): string {
  return JSON.stringify({
    version: '0',
    id: '315c1398-40ff-a850-213b-158f73e60175',
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account: '012345678912',
    time: '2026-03-01T12:01:00Z',
    region: 'us-east-1',
    resources: [`arn:aws:states:us-east-1:012345678912:execution:order-saga:${order.orderId}`],
    detail: {
      executionArn: `arn:aws:states:us-east-1:012345678912:execution:order-saga:${order.orderId}`,
      stateMachineArn: 'arn:aws:states:us-east-1:012345678912:stateMachine:order-saga',
      name: order.orderId,
      status,
      startDate: 1551225271984,
      stopDate: 1551225272984,
      input: JSON.stringify({ ...order, traceHeader: 'Root=1-2-3' }),
      inputDetails: { included: true },
      output: null,
      outputDetails: null,
      error: 'States.Timeout',
      cause: null,
      ...detail,
    },
  });
}
