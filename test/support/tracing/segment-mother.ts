import type { SegmentDocument } from '../../../lambdas/contracts/segment-document';

export const TRACE_ID = '1-6817a0c1-111111111111111111111111';

const id = (digit: string): string => digit.repeat(16);

/** An order that was declined, and whose release had to be tried twice. */
export const declinedOrder = (): readonly SegmentDocument[] => [
  { trace_id: TRACE_ID, id: id('1'), name: 'PlaceOrder', start_time: 1_000, in_progress: true },
  {
    trace_id: TRACE_ID,
    id: id('2'),
    parent_id: id('1'),
    type: 'subsegment',
    name: 'POST /orders',
    start_time: 1_000.001,
    end_time: 1_000.05,
    annotations: { orderId: 'o-1', outcome: 'succeeded' },
    subsegments: [
      {
        id: id('3'),
        name: 'SQS',
        namespace: 'aws',
        aws: { operation: 'SendMessage' },
        start_time: 1_000.01,
        end_time: 1_000.02,
      },
    ],
  },
  { trace_id: TRACE_ID, id: id('1'), name: 'PlaceOrder', start_time: 1_000, end_time: 1_000.06 },
  {
    trace_id: TRACE_ID,
    id: id('4'),
    parent_id: id('3'),
    name: 'ChargePayment',
    start_time: 1_000.2,
    end_time: 1_000.4,
    error: true,
    annotations: { step: 'ChargePayment', attempt: 1, outcome: 'rejected', error: 'PaymentDeclinedError' },
    subsegments: [
      {
        id: id('5'),
        name: 'postgres',
        namespace: 'remote',
        start_time: 1_000.25,
        end_time: 1_000.26,
        annotations: { statement: 'open-payment' },
      },
    ],
  },
  {
    trace_id: TRACE_ID,
    id: id('6'),
    parent_id: id('3'),
    name: 'ReleaseInventory',
    start_time: 1_000.5,
    in_progress: true,
    annotations: { step: 'ReleaseInventory', attempt: 2 },
  },
];
