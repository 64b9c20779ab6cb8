import '../../support/intake/quiet';
import fc from 'fast-check';
import { createStartSaga } from '../../../lambdas/consumers/start-saga';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { queueRetry, sqsBatch } from '../../../lambdas/runtime/sqs-batch';
import { CrashPoint, crashPointsOf } from '../../support/crash-point';
import { InMemoryFailureRecords } from '../../support/dead-letters/in-memory-failure-records';
import { breakOnce } from '../../support/intake/break-once';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { InMemoryDeadLetters, InMemoryVisibility } from '../../support/intake/in-memory-queue';
import { InMemorySagas } from '../../support/intake/in-memory-sagas';
import { ManualClock } from '../../support/intake/manual-clock';
import { intakeRecord, orderIdNumber, orderMessage } from '../../support/intake/order-mother';
import { type SqsDelivery, sqsContext, sqsEvent } from '../../support/intake/sqs-event';

/** What the consumer leaves behind, and what a process of it that dies at a point may still do. */
function createWorld() {
  const sagas = new InMemorySagas();
  const intake = new InMemoryIntake();
  const deadLetters = new InMemoryDeadLetters();
  const visibility = new InMemoryVisibility();
  const failures = new InMemoryFailureRecords();

  const consumerDying = (point: CrashPoint, starter = sagas) =>
    sqsBatch({
      consumer: 'start-saga',
      handle: createStartSaga({
        sagas: point.around(starter),
        intake: point.around(intake),
        clock: new ManualClock(),
      }),
      deadLetters: point.around(deadLetters),
      visibility: point.around(visibility),
      failures: point.around(failures),
      retry: queueRetry(1),
    });
  return { sagas, intake, deadLetters, failures, consumerDying };
}

const orders = (count: number) => Array.from({ length: count }, (_, n) => orderMessage({ orderId: orderIdNumber(n) }));
const bodiesOf = (count: number) => orders(count).map((order) => JSON.stringify(order));
const POISON = 'Ada Lovelace';

/** A batch as a bad day brings it: two orders, one of them twice, garbage, and a start that fails once. */
const batch = (receive: number): readonly SqsDelivery[] =>
  [...bodiesOf(2), ...bodiesOf(1), POISON].map((body) => ({ body, receive }));

describe('Messages that are delivered again', () => {
  it('row 14, row 17: wherever the consumer dies, each order has one execution and no message is lost', async () => {
    const outage = () =>
      breakOnce(new InMemorySagas(), 'start', {
        when: 'before',
        error: new DependencyUnavailableError('Step Functions'),
      });
    const rehearsal = new CrashPoint();
    await createWorld().consumerDying(rehearsal, outage())(sqsEvent(...batch(1)), sqsContext);
    expect(rehearsal.calls).toBeGreaterThanOrEqual(8);

    for (const point of crashPointsOf(rehearsal.calls)) {
      const { sagas, intake, deadLetters, consumerDying } = createWorld();
      for (const { orderId } of orders(2)) {
        await intake.putIfNew(intakeRecord({ orderId }));
      }
      const failing = breakOnce(sagas, 'start', {
        when: 'before',
        error: new DependencyUnavailableError('Step Functions'),
      });
      // Whatever it would have answered is lost with it, so the whole batch comes again.
      await consumerDying(point, failing)(sqsEvent(...batch(1)), sqsContext).catch(() => {});
      expect(point.hasCrashed).toBe(true);

      const second = await consumerDying(new CrashPoint())(sqsEvent(...batch(2)), sqsContext);
      const third = await consumerDying(new CrashPoint())(sqsEvent(...batch(3)), sqsContext);

      expect([second, third]).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [] }]);
      expect([...sagas.executions.keys()].sort()).toEqual(
        orders(2)
          .map(({ orderId }) => orderId)
          .sort(),
      );
      expect(new Set(deadLetters.letters.map(({ body }) => body))).toEqual(new Set([POISON]));
      expect(await intake.findNotStarted({ acceptedBefore: new Date('2030-01-01'), limit: 10 })).toEqual([]);
    }
  });

  it('row 13, row 14: reports every record of a batch that was not done, wherever a port breaks for good', async () => {
    const count = 5;
    for (const point of crashPointsOf(count * 2)) {
      const { sagas, consumerDying } = createWorld();
      const deliveries = bodiesOf(count).map((body) => ({ body }));

      const { batchItemFailures } = await consumerDying(point)(sqsEvent(...deliveries), sqsContext);

      const reported = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      const acknowledged = orders(count).filter((_, index) => !reported.has(`message-${index}`));
      expect(acknowledged.filter(({ orderId }) => !sagas.executions.has(orderId))).toEqual([]);
      expect(reported.size).toBeGreaterThan(0);
    }
  });

  it('row 11: 14,727 messages for 4,384 uploads, each with an id of its own, start 4,384 executions', async () => {
    const ORDERS = 4_384;
    const MESSAGES = 14_727;
    const bodies = bodiesOf(ORDERS);
    const { sagas, consumerDying } = createWorld();
    const consume = consumerDying(new CrashPoint());
    // Clients that heard no answer sent again: every order once, and then more of any of them.
    const again = fc.sample(fc.integer({ min: 0, max: ORDERS - 1 }), { numRuns: MESSAGES - ORDERS, seed: 4_384 });
    const sent = [...bodies, ...again.map((index) => bodies[index] ?? '')];
    const shuffled = sent.map((body, index) => ({
      body,
      messageId: `sent-${index}`,
      rank: (index * 7_919) % MESSAGES,
    }));
    shuffled.sort((a, b) => a.rank - b.rank);
    expect(new Set(shuffled.map(({ messageId }) => messageId)).size).toBe(MESSAGES);

    for (let from = 0; from < shuffled.length; from += 10) {
      const response = await consume(sqsEvent(...shuffled.slice(from, from + 10)), sqsContext);
      expect(response).toEqual({ batchItemFailures: [] });
    }

    expect(sagas.executions.size).toBe(ORDERS);
  });
});
