import '../../support/intake/quiet';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { RequestInProgressError } from '../../../lambdas/runtime/idempotency';
import { createIdempotentConsumer, EVENT_MEMORY_SECONDS } from '../../../lambdas/runtime/idempotent-consumer';
import { PoisonMessageError } from '../../../lambdas/runtime/poison-message';
import { crashPointsOf } from '../../support/crash-point';
import { breakOnce } from '../../support/intake/break-once';
import { InMemoryIdempotency } from '../../support/intake/in-memory-idempotency';

interface MailEvent {
  readonly eventId: string;
  readonly text?: string;
}

/** A mail service without idempotency of its own: what is sent is sent. */
class Mailbox {
  readonly mails: string[] = [];

  async deliver({ eventId }: MailEvent): Promise<'done'> {
    this.mails.push(eventId);
    return 'done';
  }
}

const messageOf = (event: object) => ({
  body: JSON.stringify(event),
  traceHeader: undefined,
  remainingTimeMs: () => 10_000,
});
const shipped = messageOf({ eventId: 'event-1', text: 'your order is on its way' });

function setUp({
  persistence = new InMemoryIdempotency(),
  mailbox = new Mailbox(),
  effect = 'mail',
}: {
  readonly persistence?: InMemoryIdempotency;
  readonly mailbox?: Mailbox;
  readonly effect?: string;
} = {}) {
  const consume = createIdempotentConsumer<MailEvent>({
    persistence,
    effect,
    parse: (body) => JSON.parse(body),
    perform: (event) => mailbox.deliver(event),
  });
  return { persistence, mailbox, consume };
}

const forget = (persistence: InMemoryIdempotency): void => {
  for (const record of persistence.records.values()) {
    Object.assign(record, { inProgressExpiryTimestamp: Date.now() - 1 });
  }
};

describe('A consumer whose effect is outside', () => {
  it('row 11: has it once, however often and under whatever message id the event arrives', async () => {
    const { consume, mailbox } = setUp();

    for (let delivery = 0; delivery < 5; delivery += 1) {
      await expect(consume(shipped)).resolves.toBe('done');
    }

    expect(mailbox.mails).toEqual(['event-1']);
  });

  it('row 43: has it once for an event that was published twice, under two traces', async () => {
    const { consume, mailbox } = setUp();

    await consume(
      messageOf({ eventId: 'event-1', text: 'on its way', trace: 'Root=1-5f84c7a5-0123456789abcdef01234567' }),
    );
    await consume(messageOf({ text: 'on its way', eventId: 'event-1' }));

    expect(mailbox.mails).toEqual(['event-1']);
  });

  it('has it for each event, and each effect of an event', async () => {
    const { consume, mailbox, persistence } = setUp();
    const webhook = setUp({ persistence, mailbox, effect: 'webhook' });

    await consume(shipped);
    await consume(messageOf({ eventId: 'event-2' }));
    await webhook.consume(shipped);

    expect(mailbox.mails).toEqual(['event-1', 'event-2', 'event-1']);
  });

  it.each([undefined, null, '', 7, ['tenant', null]])(
    'fails as poison for an event with %p for an id, and does nothing unprotected',
    async (eventId) => {
      const { consume, mailbox } = setUp();

      await expect(consume(messageOf({ eventId }))).rejects.toBeInstanceOf(PoisonMessageError);
      expect(mailbox.mails).toEqual([]);
    },
  );

  it('fails as poison for another event under a known id, instead of passing over it in silence', async () => {
    const { consume, mailbox } = setUp();
    await consume(shipped);

    const other = consume(messageOf({ eventId: 'event-1', text: 'your order is cancelled' }));

    await expect(other).rejects.toBeInstanceOf(PoisonMessageError);
    expect(mailbox.mails).toEqual(['event-1']);
  });

  it('row 15: fails while another call is at it, so that the message comes back, and then finds it done', async () => {
    const persistence = new InMemoryIdempotency();
    const mailbox = new Mailbox();
    const second = setUp({ persistence, mailbox });
    const first = createIdempotentConsumer<MailEvent>({
      persistence,
      effect: 'mail',
      parse: (body) => JSON.parse(body),
      perform: async (event) => {
        await expect(second.consume(shipped)).rejects.toBeInstanceOf(RequestInProgressError);
        return mailbox.deliver(event);
      },
    });

    await first(shipped);
    await second.consume(shipped);

    expect(mailbox.mails).toEqual(['event-1']);
  });

  it('row 42: fails before the effect when the table is away', async () => {
    const persistence = breakOnce(new InMemoryIdempotency(), 'saveInProgress', { when: 'before' });
    const { consume, mailbox } = setUp({ persistence });

    await expect(consume(shipped)).rejects.toBeInstanceOf(DependencyUnavailableError);
    expect(mailbox.mails).toEqual([]);
    await consume(shipped);
    expect(mailbox.mails).toEqual(['event-1']);
  });

  it('row 42: is done when only the record of the effect could not be written', async () => {
    const persistence = breakOnce(new InMemoryIdempotency(), 'saveSuccess', { when: 'before' });
    const { consume, mailbox } = setUp({ persistence });

    await expect(consume(shipped)).resolves.toBe('done');
    expect(mailbox.mails).toEqual(['event-1']);
  });

  it('is tried again after its effect has failed', async () => {
    const mailbox = breakOnce(new Mailbox(), 'deliver', { when: 'before', error: new Error('no mail today') });
    const { consume } = setUp({ mailbox });

    await expect(consume(shipped)).rejects.toThrow('no mail today');
    await expect(consume(shipped)).resolves.toBe('done');
    expect(mailbox.mails).toEqual(['event-1']);
  });

  it('row 14: does not lose the effect wherever it dies, and repeats it only when it died between effect and record', async () => {
    const points = crashPointsOf(1).map((point) => ({ point, expected: point.when === 'after' ? 2 : 1 }));
    for (const { point, expected } of points) {
      const persistence = new InMemoryIdempotency();
      const mailbox = new Mailbox();
      const dying = createIdempotentConsumer<MailEvent>({
        persistence,
        effect: 'mail',
        parse: (body) => JSON.parse(body),
        perform: (event) =>
          new Promise<'done'>((resolve, reject) => {
            const dead = point.around(mailbox);
            dead.deliver(event).then(resolve, reject);
          }),
      });
      // A killed function neither answers nor takes its record back.
      persistence.deleteRecord = async () => {};

      await expect(dying(shipped)).rejects.toThrow();
      await expect(setUp({ persistence, mailbox }).consume(shipped)).rejects.toBeInstanceOf(RequestInProgressError);
      forget(persistence);
      await expect(setUp({ persistence, mailbox }).consume(shipped)).resolves.toBe('done');

      expect(mailbox.mails).toHaveLength(expected);
    }
  });

  it('remembers an event under a name of our own for 90 days', async () => {
    const { consume, persistence } = setUp();

    await consume(shipped);

    const [[key, record] = []] = [...persistence.records];
    expect(key).toMatch(/^consumer-mail#/);
    expect((record?.expiryTimestamp ?? 0) - Date.now() / 1_000).toBeCloseTo(EVENT_MEMORY_SECONDS, -1);
    expect(EVENT_MEMORY_SECONDS).toBe(90 * 86_400);
  });
});
