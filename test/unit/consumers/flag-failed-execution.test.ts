import '../../support/intake/quiet';
import { createFlagFailedExecution } from '../../../lambdas/consumers/flag-failed-execution';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { queueRetry, sqsBatch } from '../../../lambdas/runtime/sqs-batch';
import { InMemoryFailureRecords } from '../../support/dead-letters/in-memory-failure-records';
import { breakOnce } from '../../support/intake/break-once';
import { executionEvent } from '../../support/intake/execution-event';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { InMemoryRepairs } from '../../support/intake/in-memory-orders';
import { InMemoryDeadLetters, InMemoryVisibility } from '../../support/intake/in-memory-queue';
import { CUSTOMER, intakeRecord, ORDER_ID, orderIdNumber, orderMessage } from '../../support/intake/order-mother';
import { sqsContext, sqsEvent } from '../../support/intake/sqs-event';

function setUp() {
  const orders = new InMemoryRepairs();
  const intake = new InMemoryIntake();
  const deadLetters = new InMemoryDeadLetters();
  const consumerOf = (store: InMemoryRepairs) =>
    sqsBatch({
      consumer: 'flag-failed-execution',
      handle: createFlagFailedExecution({ orders: store, intake }),
      deadLetters,
      visibility: new InMemoryVisibility(),
      failures: new InMemoryFailureRecords(),
      retry: queueRetry(1),
    });
  return { orders, intake, deadLetters, consumerOf, consume: consumerOf(orders) };
}

const allDone = { batchItemFailures: [] };

describe('Consumer: flag-failed-execution', () => {
  it.each([
    ['FAILED', 'ExecutionFailed'],
    ['TIMED_OUT', 'ExecutionTimedOut'],
    ['ABORTED', 'ExecutionAborted'],
  ])('parks the order of an execution that %s', async (status, reason) => {
    const { consume, orders } = setUp();

    expect(await consume(sqsEvent({ body: executionEvent({ status }) }), sqsContext)).toEqual(allDone);
    expect(orders.parked.get(ORDER_ID)).toMatchObject({ reason, unfinished: [], order: { customerId: CUSTOMER } });
  });

  it.each(['RUNNING', 'SUCCEEDED', 'PENDING_REDRIVE'])(
    'leaves the order of an execution that is %s alone',
    async (status) => {
      const { consume, orders } = setUp();

      expect(await consume(sqsEvent({ body: executionEvent({ status }) }), sqsContext)).toEqual(allDone);
      expect(orders.parked.size).toBe(0);
    },
  );

  it('says nothing over what the saga itself recorded as unfinished', async () => {
    const { consume, orders } = setUp();
    const unfinished = [{ step: 'RefundPayment', error: 'RefundFailedError' }];
    await orders.markNeedsRepair(orderMessage(), 'ProcessingFailed', unfinished);

    await consume(sqsEvent({ body: executionEvent() }), sqsContext);

    expect(orders.parked.get(ORDER_ID)).toMatchObject({ reason: 'ProcessingFailed', unfinished });
  });

  it.each([
    { status: 'FAILED', mayBeWhole: true },
    { status: 'TIMED_OUT', mayBeWhole: true },
    { status: 'ABORTED', mayBeWhole: false },
  ] as const)(
    'says of one that $status whether its order may be whole: $mayBeWhole',
    async ({ status, mayBeWhole }) => {
      const { consume, orders } = setUp();

      await consume(sqsEvent({ body: executionEvent({ status }) }), sqsContext);

      expect(orders.parked.get(ORDER_ID)).toMatchObject({ mayBeWhole });
    },
  );

  it('leaves an order alone that reached its end', async () => {
    const { consume, orders } = setUp();
    orders.ended.set(ORDER_ID, 'CONFIRMED');

    expect(await consume(sqsEvent({ body: executionEvent() }), sqsContext)).toEqual(allDone);
    expect(orders.parked.size).toBe(0);
  });

  it.each([
    ['was left out', { input: null, inputDetails: { included: false } }],
    ['is missing', { input: undefined }],
    ['is no order', { input: '{"hello":1}' }],
    ['is no JSON', { input: 'x' }],
    ['is of another order', { input: JSON.stringify(orderMessage({ orderId: orderIdNumber(7) })) }],
  ])('asks the intake record when the input %s, and takes nothing personal out of it', async (_, detail) => {
    const { consume, orders, intake } = setUp();
    await intake.putIfNew(intakeRecord());

    expect(await consume(sqsEvent({ body: executionEvent({ detail }) }), sqsContext)).toEqual(allDone);
    expect(Object.keys(orders.parked.get(ORDER_ID)?.order ?? {}).sort()).toEqual([
      'acceptedAt',
      'customerId',
      'expectedTotal',
      'lines',
      'orderId',
      'traceHeader',
    ]);
  });

  it('buries an event that nobody knows the order of', async () => {
    const { consume, deadLetters } = setUp();

    const response = await consume(sqsEvent({ body: executionEvent({ detail: { input: null } }) }), sqsContext);

    expect(response).toEqual(allDone);
    expect(deadLetters.letters).toHaveLength(1);
  });

  it.each([
    ['no JSON', 'x'],
    ['an event of another source', executionEvent().replace('aws.states', 'aws.s3')],
    ['an execution that is not named after an order', executionEvent({ detail: { name: 'by-hand' } })],
  ])('row 12: buries %s', async (_, body) => {
    const { consume, orders, deadLetters } = setUp();

    expect(await consume(sqsEvent({ body }), sqsContext)).toEqual(allDone);
    expect([deadLetters.letters.length, orders.parked.size]).toEqual([1, 0]);
  });

  it.each(['before', 'after'] as const)('comes back when Postgres goes away %s it was parked', async (when) => {
    const { consumerOf, orders } = setUp();
    const error = new DependencyUnavailableError('Postgres');
    const consume = consumerOf(breakOnce(orders, 'markNeedsRepair', { when, error }));
    const events = sqsEvent(
      { body: executionEvent() },
      { body: executionEvent({ order: orderMessage({ orderId: orderIdNumber(3) }) }) },
    );

    const first = await consume(events, sqsContext);
    const second = await consume(sqsEvent({ body: executionEvent() }), sqsContext);

    expect([first, second]).toEqual([{ batchItemFailures: [{ itemIdentifier: 'message-0' }] }, allDone]);
    expect(orders.parked.size).toBe(2);
  });
});
