import '../../support/intake/quiet';
import { PoisonMessageError } from '../../../lambdas/runtime/poison-message';
import { type HandleMessage, queueRetry, sqsBatch } from '../../../lambdas/runtime/sqs-batch';
import { InMemoryFailureRecords } from '../../support/dead-letters/in-memory-failure-records';
import { breakOnce } from '../../support/intake/break-once';
import { InMemoryDeadLetters, InMemoryVisibility } from '../../support/intake/in-memory-queue';
import { sqsContext, sqsEvent } from '../../support/intake/sqs-event';

function setUp(handle: HandleMessage) {
  const deadLetters = new InMemoryDeadLetters();
  const visibility = new InMemoryVisibility();
  const failures = new InMemoryFailureRecords();
  const options = {
    consumer: 'test',
    handle,
    deadLetters,
    visibility,
    failures,
    retry: queueRetry(1),
    random: () => 0.5,
  };
  return { deadLetters, visibility, failures, options, consume: sqsBatch(options) };
}

/** Does as the body of the message says. */
const obedient: HandleMessage = async ({ body }) => {
  if (body === 'poison') {
    throw new PoisonMessageError('not JSON');
  }
  if (body !== 'good') {
    throw new Error('broken');
  }
  return 'done';
};

const failed = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});
const ten = (special: string, at: number) =>
  Array.from({ length: 10 }, (_, index) => ({ body: index === at ? special : 'good' }));

describe('A batch of messages', () => {
  it('is done when every record is', async () => {
    const { consume } = setUp(obedient);

    expect(await consume(sqsEvent(...ten('good', 0)), sqsContext)).toEqual(failed());
  });

  it('row 13: reports the one of ten that fails, and only that', async () => {
    const { consume } = setUp(obedient);

    expect(await consume(sqsEvent(...ten('bad', 3)), sqsContext)).toEqual(failed('message-3'));
  });

  it('row 13: reports every record when all fail', async () => {
    const { consume } = setUp(obedient);

    const response = await consume(sqsEvent({ body: 'bad' }, { body: 'bad' }), sqsContext);

    expect(response).toEqual(failed('message-0', 'message-1'));
  });

  it('row 13: reports the only record of a batch of one', async () => {
    const { consume } = setUp(obedient);

    expect(await consume(sqsEvent({ body: 'bad' }), sqsContext)).toEqual(failed('message-0'));
  });

  it.each([['a string'], [undefined], [null], [{ message: 'no error' }]])(
    'row 13: fails the record alone when its handler throws %p, which is no error',
    async (thrown) => {
      const { consume } = setUp(async ({ body }) => {
        if (body === 'bad') {
          throw thrown;
        }
        return 'done';
      });

      expect(await consume(sqsEvent({ body: 'good' }, { body: 'bad' }), sqsContext)).toEqual(failed('message-1'));
    },
  );

  it('row 13: fails a record whose handler answers nothing', async () => {
    const { consume } = setUp((async () => undefined) as unknown as HandleMessage);

    expect(await consume(sqsEvent({ body: 'good' }), sqsContext)).toEqual(failed('message-0'));
  });

  it('row 13: fails a record whose handler throws before it promises anything', async () => {
    const { consume } = setUp(() => {
      throw new Error('at once');
    });

    expect(await consume(sqsEvent({ body: 'good' }), sqsContext)).toEqual(failed('message-0'));
  });

  it('row 13: fails the whole batch rather than report a failure without its name', async () => {
    const { consume } = setUp(obedient);
    const event = sqsEvent({ body: 'good' }, { body: 'bad', messageId: '' });

    await expect(consume(event, sqsContext)).rejects.toThrow('the whole batch has to be delivered again');
  });

  it('keeps the failures of one batch out of the next', async () => {
    const { consume } = setUp(obedient);
    await consume(sqsEvent({ body: 'bad' }), sqsContext);

    expect(await consume(sqsEvent({ body: 'good' }), sqsContext)).toEqual(failed());
  });

  it('row 12: buries a poison message with its reason among nine good ones, and acknowledges it', async () => {
    const { consume, deadLetters, visibility } = setUp(obedient);

    const response = await consume(sqsEvent(...ten('poison', 4)), sqsContext);

    expect(response).toEqual(failed());
    expect(deadLetters.letters).toEqual([{ body: 'poison', messageId: 'message-4', reason: 'not JSON', replays: 0 }]);
    expect(visibility.hidden.size).toBe(0);
  });

  it('row 12: fails a poison message that could not be buried, so that it is not lost', async () => {
    const { options } = setUp(obedient);
    const deadLetters = breakOnce(options.deadLetters, 'send', { when: 'before' });

    const response = await sqsBatch({ ...options, deadLetters })(sqsEvent({ body: 'poison' }), sqsContext);

    expect(response).toEqual(failed('message-0'));
  });

  it('row 12: may bury a poison message twice when the answer was lost', async () => {
    const { options, deadLetters } = setUp(obedient);
    const consume = sqsBatch({ ...options, deadLetters: breakOnce(deadLetters, 'send', { when: 'after' }) });

    const first = await consume(sqsEvent({ body: 'poison' }), sqsContext);
    const second = await consume(sqsEvent({ body: 'poison', receive: 2 }), sqsContext);

    expect([first, second]).toEqual([failed('message-0'), failed()]);
    expect(deadLetters.letters.map(({ body }) => body)).toEqual(['poison', 'poison']);
  });

  it('hides a failed message for a minute, then for five, then not at all', async () => {
    const { consume, visibility } = setUp(obedient);

    for (const receive of [1, 2, 3]) {
      await consume(sqsEvent({ body: 'bad', messageId: `receive-${receive}`, receive }), sqsContext);
    }

    expect([...visibility.hidden]).toEqual([
      ['receipt-receive-1', 60],
      ['receipt-receive-2', 300],
      ['receipt-receive-3', 0],
    ]);
  });

  it('reports a failed message even when it cannot be hidden', async () => {
    const { options } = setUp(obedient);
    const visibility = breakOnce(options.visibility, 'hideFor', { when: 'before' });

    const response = await sqsBatch({ ...options, visibility })(sqsEvent({ body: 'bad' }), sqsContext);

    expect(response).toEqual(failed('message-0'));
  });

  it('hands the trace on', async () => {
    const traces: (string | undefined)[] = [];
    const { consume } = setUp(async ({ traceHeader }) => {
      traces.push(traceHeader);
      return 'done';
    });

    await consume(sqsEvent({ body: 'good', traceHeader: 'Root=1-2-3' }, { body: 'good' }), sqsContext);

    expect(traces).toEqual(['Root=1-2-3', undefined]);
  });
});
