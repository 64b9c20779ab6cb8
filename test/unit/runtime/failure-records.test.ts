import '../../support/intake/quiet';
import { PoisonMessageError } from '../../../lambdas/runtime/poison-message';
import { type HandleMessage, queueRetry, sqsBatch } from '../../../lambdas/runtime/sqs-batch';
import { InMemoryFailureRecords } from '../../support/dead-letters/in-memory-failure-records';
import { breakOnce } from '../../support/intake/break-once';
import { InMemoryDeadLetters, InMemoryVisibility } from '../../support/intake/in-memory-queue';
import { ManualClock } from '../../support/intake/manual-clock';
import { ORDER_ID, orderMessage } from '../../support/intake/order-mother';
import { sqsContext, sqsEvent } from '../../support/intake/sqs-event';

const body = JSON.stringify(orderMessage());
const failing: HandleMessage = () => Promise.reject(new Error('broken'));

function setUp(handle: HandleMessage, failures = new InMemoryFailureRecords(), retry = queueRetry(1)) {
  const deadLetters = new InMemoryDeadLetters();
  const visibility = new InMemoryVisibility();
  const options = { consumer: 'test', handle, deadLetters, visibility, failures, retry };
  return { deadLetters, visibility, failures, consume: sqsBatch({ ...options, clock: new ManualClock() }) };
}

describe('Why a receive failed', () => {
  it('is written down with order, name, message, fingerprint, attempt, trace and time', async () => {
    const { consume, failures } = setUp(failing);

    await consume(
      sqsEvent({ body, receive: 2, traceHeader: 'Root=1-67891233-abcdef012345678912345678;Sampled=1' }),
      sqsContext,
    );

    expect(failures.all).toEqual([
      {
        queue: 'orders',
        consumer: 'test',
        messageId: 'message-0',
        orderId: ORDER_ID,
        errorName: 'Error',
        message: 'broken',
        fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
        attempt: 2,
        isLast: false,
        traceId: '1-67891233-abcdef012345678912345678',
        at: new ManualClock().now().toISOString(),
      },
    ]);
  });

  it('is kept for each receive, also within one moment', async () => {
    const { consume, failures } = setUp(failing);

    for (const receive of [1, 2, 3]) {
      await consume(sqsEvent({ body, receive }), sqsContext);
    }

    expect(failures.all.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it('row 12: is written down of poison too, under the reason that its dead letter has', async () => {
    const { consume, failures, deadLetters } = setUp(() => Promise.reject(new PoisonMessageError('not JSON')));

    await consume(sqsEvent({ body: 'Ada Lovelace' }), sqsContext);

    expect(failures.all).toMatchObject([{ errorName: 'PoisonMessageError', message: 'not JSON' }]);
    expect(deadLetters.letters).toMatchObject([{ messageId: 'message-0', reason: 'not JSON' }]);
  });

  it.each([3, 6])(
    'is written down as the last of %d receives when the retries of the consumer end there',
    async (receives) => {
      const retry = { delaysSeconds: Array(receives - 1).fill(60), jitter: 0, scale: 1 };
      const { consume, failures } = setUp(failing, new InMemoryFailureRecords(), retry);

      for (let receive = 1; receive <= receives; receive += 1) {
        await consume(sqsEvent({ body, receive }), sqsContext);
      }

      expect(failures.all.flatMap(({ attempt, isLast }) => (isLast ? [attempt] : []))).toEqual([receives]);
    },
  );

  it('is written down as the last one of poison that is among the dead letters, and of no other', async () => {
    const poison: HandleMessage = () => Promise.reject(new PoisonMessageError('not JSON'));
    const buried = setUp(poison);
    const unburied = setUp(poison);
    unburied.deadLetters.send = () => Promise.reject(new Error('away'));

    for (const { consume } of [buried, unburied]) {
      await consume(sqsEvent({ body }), sqsContext);
    }

    expect(buried.failures.all).toMatchObject([{ attempt: 1, isLast: true }]);
    expect(unburied.failures.all).toMatchObject([{ attempt: 1, isLast: false }]);
  });

  it('is not written down of what succeeds', async () => {
    const { consume, failures } = setUp(async () => 'done');

    await consume(sqsEvent({ body }), sqsContext);

    expect(failures.all).toEqual([]);
  });

  it.each(['before', 'after'] as const)(
    'changes nothing for the record when it breaks %s it is written down',
    async (when) => {
      const { consume, visibility, deadLetters } = setUp(
        async (message) => {
          if (message.body === 'poison') {
            throw new PoisonMessageError('not JSON');
          }
          return failing(message);
        },
        breakOnce(new InMemoryFailureRecords(), 'record', { when }),
      );

      const poison = await consume(sqsEvent({ body: 'poison' }), sqsContext);
      const failed = await consume(sqsEvent({ body }), sqsContext);

      expect(poison).toEqual({ batchItemFailures: [] });
      expect(deadLetters.letters).toHaveLength(1);
      expect(failed).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
      expect(visibility.hidden.size).toBe(1);
    },
  );

  it('carries on how often the message was replayed when it is buried again', async () => {
    const { consume, deadLetters } = setUp(() => Promise.reject(new PoisonMessageError('not JSON')));

    await consume(sqsEvent({ body: 'poison', replays: 2 }, { body: 'poison' }), sqsContext);

    expect(deadLetters.letters.map(({ replays }) => replays)).toEqual([2, 0]);
  });
});
