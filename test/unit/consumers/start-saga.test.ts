import '../../support/intake/quiet';
import { createStartSaga } from '../../../lambdas/consumers/start-saga';
import type { SagaStarter } from '../../../lambdas/ports/saga-starter';
import { queueRetry, sqsBatch } from '../../../lambdas/runtime/sqs-batch';
import { InMemoryFailureRecords } from '../../support/dead-letters/in-memory-failure-records';
import { breakOnce } from '../../support/intake/break-once';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { InMemoryDeadLetters, InMemoryVisibility } from '../../support/intake/in-memory-queue';
import { InMemorySagas } from '../../support/intake/in-memory-sagas';
import { ManualClock } from '../../support/intake/manual-clock';
import { intakeRecord, orderIdNumber, orderMessage } from '../../support/intake/order-mother';
import { sqsContext, sqsEvent } from '../../support/intake/sqs-event';

function setUp() {
  const sagas = new InMemorySagas();
  const intake = new InMemoryIntake();
  const deadLetters = new InMemoryDeadLetters();
  const visibility = new InMemoryVisibility();
  const consumerOf = (changes: { readonly sagas?: SagaStarter; readonly intake?: InMemoryIntake } = {}) =>
    sqsBatch({
      consumer: 'start-saga',
      handle: createStartSaga({ sagas, intake, clock: new ManualClock(), ...changes }),
      deadLetters,
      visibility,
      failures: new InMemoryFailureRecords(),
      retry: queueRetry(1),
    });
  return { sagas, intake, deadLetters, visibility, consumerOf, consume: consumerOf() };
}

const waiting = { acceptedBefore: new Date('2030-01-01'), limit: 10 };
const allDone = { batchItemFailures: [] };
const body = JSON.stringify(orderMessage());

describe('Consumer: start-saga', () => {
  it('starts the saga under the id of its order, with the trace, and takes the order off the waiting list', async () => {
    const { consume, sagas, intake } = setUp();
    await intake.putIfNew(intakeRecord());

    const response = await consume(sqsEvent({ body, traceHeader: 'Root=1-2-3' }), sqsContext);

    expect(response).toEqual(allDone);
    expect([...sagas.executions]).toEqual([
      [orderMessage().orderId, { message: orderMessage(), traceHeader: 'Root=1-2-3' }],
    ]);
    expect(await intake.findNotStarted(waiting)).toEqual([]);
  });

  it('row 11: starts one saga of a message that is delivered twice, in one batch and later', async () => {
    const { consume, sagas } = setUp();

    const together = await consume(sqsEvent({ body }, { body }), sqsContext);
    const later = await consume(sqsEvent({ body, receive: 2 }), sqsContext);

    expect([together, later]).toEqual([allDone, allDone]);
    expect(sagas.executions.size).toBe(1);
  });

  it('row 12: starts nine of ten and buries the one that names no order, with the place but not its content', async () => {
    const { consume, sagas, deadLetters } = setUp();
    const orders = Array.from({ length: 9 }, (_, n) => JSON.stringify(orderMessage({ orderId: orderIdNumber(n) })));
    const poison = JSON.stringify({ ...orderMessage(), lines: [{ sku: 'Ada Lovelace', quantity: 1 }] });

    const response = await consume(sqsEvent({ body: poison }, ...orders.map((order) => ({ body: order }))), sqsContext);

    expect(response).toEqual(allDone);
    expect(sagas.executions.size).toBe(9);
    expect(deadLetters.letters).toEqual([
      { body: poison, messageId: 'message-0', reason: 'malformed at lines.0.sku', replays: 0, traceHeader: undefined },
    ]);
  });

  it.each([
    ['no JSON', '{"orderId":', 'not JSON'],
    ['nothing', '', 'not JSON'],
    ['a number', '7', 'malformed at its root'],
    ['another version', JSON.stringify({ ...orderMessage(), schemaVersion: 2 }), 'malformed at schemaVersion'],
    ['no order id', JSON.stringify({ ...orderMessage(), orderId: undefined }), 'malformed at orderId'],
    ['an id that names no execution', JSON.stringify({ ...orderMessage(), orderId: 'a/b' }), 'malformed at orderId'],
    ['no lines', JSON.stringify({ ...orderMessage(), lines: [] }), 'malformed at lines'],
  ])('row 12: buries %s at once', async (_, poison, reason) => {
    const { consume, sagas, deadLetters } = setUp();

    expect(await consume(sqsEvent({ body: poison }), sqsContext)).toEqual(allDone);
    expect(deadLetters.letters.map((letter) => letter.reason)).toEqual([reason]);
    expect(sagas.executions.size).toBe(0);
  });

  it('keeps the reason short, however much is wrong', async () => {
    const { consume, deadLetters } = setUp();
    const lines = Array.from({ length: 50 }, () => ({ sku: '', quantity: 0 }));

    await consume(sqsEvent({ body: JSON.stringify({ ...orderMessage(), lines }) }), sqsContext);

    expect(deadLetters.letters[0]?.reason.length).toBeLessThanOrEqual(256);
  });

  it('row 16: gives an order back to the queue for a minute when its saga cannot be started', async () => {
    const { consumerOf, sagas, visibility, intake } = setUp();
    await intake.putIfNew(intakeRecord());
    const consume = consumerOf({ sagas: breakOnce(sagas, 'start', { when: 'before' }) });

    const first = await consume(sqsEvent({ body }), sqsContext);
    const second = await consume(sqsEvent({ body, receive: 2 }), sqsContext);

    expect([first, second]).toEqual([{ batchItemFailures: [{ itemIdentifier: 'message-0' }] }, allDone]);
    expect(visibility.hidden.get('receipt-message-0')).toBeGreaterThanOrEqual(48);
    expect(sagas.executions.size).toBe(1);
  });

  it('row 14, row 17: takes a saga that was started although nobody heard of it for a success', async () => {
    const { consumerOf, sagas, intake } = setUp();
    await intake.putIfNew(intakeRecord());
    const consume = consumerOf({ sagas: breakOnce(sagas, 'start', { when: 'after' }) });

    await consume(sqsEvent({ body }), sqsContext);
    const again = await consume(sqsEvent({ body, receive: 2 }), sqsContext);

    expect(again).toEqual(allDone);
    expect(sagas.executions.size).toBe(1);
    expect(await intake.findNotStarted(waiting)).toEqual([]);
  });

  it.each(['before', 'after'] as const)('comes back for a mark that failed %s it was set', async (when) => {
    const { consumerOf, sagas, intake } = setUp();
    await intake.putIfNew(intakeRecord());
    const consume = consumerOf({ intake: breakOnce(intake, 'markStarted', { when }) });

    const first = await consume(sqsEvent({ body }), sqsContext);
    const second = await consume(sqsEvent({ body, receive: 2 }), sqsContext);

    expect([first.batchItemFailures.length, second.batchItemFailures.length]).toEqual([1, 0]);
    expect(sagas.executions.size).toBe(1);
    expect(await intake.findNotStarted(waiting)).toEqual([]);
  });

  it('does not bring a record back that has been erased', async () => {
    const { consume, intake } = setUp();

    await consume(sqsEvent({ body }), sqsContext);

    expect(intake.all()).toEqual([]);
  });
});
