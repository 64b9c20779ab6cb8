import '../../support/intake/quiet';
import { createNotifyCustomer } from '../../../lambdas/consumers/notify-customer';
import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import { DependencyUnavailableError, OutcomeUnknownError } from '../../../lambdas/domain/failures';
import { MAIL_KINDS } from '../../../lambdas/domain/mails';
import type { Mail, Mailer } from '../../../lambdas/ports/mailer';
import { RequestInProgressError } from '../../../lambdas/runtime/idempotency';
import { PoisonMessageError } from '../../../lambdas/runtime/poison-message';
import { MAIL_TEMPLATES } from '../../../lib/mail-templates';
import { InMemoryIdempotency } from '../../support/intake/in-memory-idempotency';
import { ManualClock } from '../../support/intake/manual-clock';
import { InMemoryDeliveries } from '../../support/outward/in-memory-deliveries';
import { orderCancelled, orderConfirmed, orderRejected, orderReserved } from '../../support/outward/order-event-mother';

const ADDRESS = 'ada@example.com';

/** A mail service without idempotency of its own: what is sent is sent. */
class PostOffice implements Mailer {
  readonly sent: Mail[] = [];
  trouble: (() => Error) | undefined;

  async send(mail: Mail): Promise<string> {
    if (this.trouble !== undefined) {
      throw this.trouble();
    }
    this.sent.push(mail);
    return `mail-${this.sent.length}`;
  }
}

function setUp({ address = ADDRESS }: { readonly address?: string | null } = {}) {
  const [office, deliveries, persistence] = [new PostOffice(), new InMemoryDeliveries(), new InMemoryIdempotency()];
  const consumer = () =>
    createNotifyCustomer({
      persistence,
      contact: { emailOf: async () => address ?? undefined },
      mailer: office,
      deliveries,
      writeDown: (delivery) => deliveries.record(delivery),
      clock: new ManualClock(),
    });
  const tell = (event: OrderEvent, by = consumer()) =>
    by({ body: JSON.stringify(event), traceHeader: undefined, remainingTimeMs: () => 10_000 });
  return { office, deliveries, persistence, consumer, tell };
}

describe('A customer', () => {
  it.each([
    ['order-confirmed', orderConfirmed(), { total: '17.80 EUR', reason: '' }],
    ['order-rejected', orderRejected(), { total: '', reason: 'The payment was declined.' }],
    ['order-cancelled', orderCancelled(), { total: '', reason: '' }],
  ])('is told by %s', async (kind, event, facts) => {
    const { office, tell, deliveries } = setUp();

    await tell(event);

    expect(office.sent).toEqual([{ kind, to: ADDRESS, facts: { orderId: event.orderId, ...facts } }]);
    expect(deliveries.all).toMatchObject([
      { kind: 'mail', target: kind, outcome: 'delivered', messageId: 'mail-1', eventId: event.eventId, attempt: 1 },
    ]);
  });

  it('is told nothing of what happens in between', async () => {
    const { office, tell, deliveries } = setUp();

    await tell(orderReserved());

    expect(office.sent).toEqual([]);
    expect(deliveries.all).toEqual([]);
  });

  it('row 11: is told once, however often and at once the event is delivered', async () => {
    const { office, tell } = setUp();

    const deliveries = Array.from({ length: 10 }, () => tell(orderConfirmed()));
    const outcomes = await Promise.allSettled(deliveries);
    await tell(orderConfirmed());

    expect(office.sent).toHaveLength(1);
    for (const outcome of outcomes) {
      expect(outcome.status === 'fulfilled' || outcome.reason instanceof RequestInProgressError).toBe(true);
    }
  });

  it('row 19: is told once when the event comes back out of the dead letters after weeks', async () => {
    const { office, tell, persistence } = setUp();
    await tell(orderConfirmed());

    const [record] = [...persistence.records.values()];
    const daysLeft = ((record?.expiryTimestamp ?? 0) - Date.now() / 1_000) / 86_400;
    await tell({ ...orderConfirmed(), trace: 'Root=1-00000000-000000000000000000000000' });

    expect(daysLeft).toBeGreaterThan(28);
    expect(office.sent).toHaveLength(1);
  });

  it('row 42: is told once when the memory of it was lost after the mail was sent', async () => {
    const { office, tell, persistence, deliveries } = setUp();
    await tell(orderConfirmed());
    persistence.records.clear();

    await tell(orderConfirmed());

    expect(office.sent).toHaveLength(1);
    expect(deliveries.all).toHaveLength(1);
  });

  it('is told once for each kind, also when an order ends the same way a second time', async () => {
    const { office, tell } = setUp();

    await tell(orderRejected());
    await tell(orderRejected({ eventId: '00000000-0000-4000-8000-000000000001', sequence: 5 }));

    expect(office.sent).toHaveLength(1);
  });

  it('is not told of something that was overtaken', async () => {
    const { office, tell, deliveries } = setUp();

    await tell(orderCancelled({ sequence: 7 }));
    await tell(orderConfirmed({ sequence: 5 }));

    expect(office.sent.map(({ kind }) => kind)).toEqual(['order-cancelled']);
    expect(deliveries.all.at(-1)).toMatchObject({ outcome: 'skipped', target: 'order-confirmed' });
  });

  it('who gave no address, or whose address was erased, is told nothing, and nobody tries again', async () => {
    const { office, tell, deliveries } = setUp({ address: null });

    await tell(orderConfirmed());
    await tell(orderConfirmed());

    expect(office.sent).toEqual([]);
    expect(deliveries.all).toMatchObject([{ outcome: 'skipped', reason: 'there is no address' }]);
  });

  it('is told when the mail service is back', async () => {
    const { office, tell, deliveries } = setUp();
    office.trouble = () => new DependencyUnavailableError('the mail service');
    await expect(tell(orderConfirmed())).rejects.toBeInstanceOf(DependencyUnavailableError);
    await expect(tell(orderConfirmed())).rejects.toBeInstanceOf(DependencyUnavailableError);

    office.trouble = undefined;
    await tell(orderConfirmed());

    expect(office.sent).toHaveLength(1);
    expect(deliveries.all.map(({ outcome, attempt }) => `${attempt} ${outcome}`)).toEqual([
      '1 failed',
      '2 failed',
      '3 delivered',
    ]);
  });

  it('is told at most twice when nobody knows whether a mail was sent', async () => {
    const { office, tell, deliveries } = setUp();
    let sends = 0;
    office.trouble = () => {
      sends += 1;
      return new OutcomeUnknownError('sending the mail', 'no answer in time');
    };

    for (let receive = 0; receive < 2; receive += 1) {
      await expect(tell(orderConfirmed())).rejects.toBeInstanceOf(OutcomeUnknownError);
    }
    await tell(orderConfirmed());
    await tell(orderConfirmed());

    expect(sends).toBe(2);
    expect(deliveries.all.at(-1)).toMatchObject({
      outcome: 'given up',
      reason: 'nobody knows whether it was sent',
    });
  });

  it('row 12: fails as poison for what is no event', async () => {
    const consume = setUp().consumer();

    for (const body of ['{}', 'no JSON', JSON.stringify({ ...orderConfirmed(), total: undefined })]) {
      await expect(consume({ body, traceHeader: undefined, remainingTimeMs: () => 1 })).rejects.toBeInstanceOf(
        PoisonMessageError,
      );
    }
  });

  it('is never named in what is written down, nor is the address', async () => {
    const { tell, deliveries } = setUp();

    await tell(orderConfirmed());

    expect(JSON.stringify(deliveries.all)).not.toContain(ADDRESS);
  });
});

describe('The templates of mails', () => {
  it('are there for each kind, and ask for nothing that is not always given', async () => {
    const { office, tell } = setUp();
    await tell(orderConfirmed());
    const given = Object.keys(office.sent[0]?.facts ?? {});

    expect(Object.keys(MAIL_TEMPLATES).sort()).toEqual([...MAIL_KINDS].sort());
    for (const { subject, text, html } of Object.values(MAIL_TEMPLATES)) {
      const asked = [...`${subject}${text}${html}`.matchAll(/{{(\w+)}}/g)].map(([, name]) => name);
      expect(given).toEqual(expect.arrayContaining([...new Set(asked)]));
    }
  });
});
