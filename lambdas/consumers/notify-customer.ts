import { reasonFor } from '../api/reasons';
import type { OrderEvent } from '../contracts/order-event';
import { traceIdIn } from '../contracts/trace-header';
import { OutcomeUnknownError } from '../domain/failures';
import { MAIL_KINDS, type MailKind, mailIdOf, mailKindOf } from '../domain/mails';
import type { Clock } from '../ports/clock';
import type { Delivery, DeliveryLog } from '../ports/deliveries';
import type { Mailer } from '../ports/mailer';
import type { CustomerContact } from '../ports/personal-data';
import type { GrowingDelay } from '../resilience/backoff';
import { createOnce, type IdempotencyStore } from '../runtime/idempotency';
import { EVENT_MEMORY_SECONDS } from '../runtime/idempotent-consumer';
import { parseOrderEvent } from '../runtime/parse-order-event';
import type { HandleMessage } from '../runtime/sqs-batch';

/** Two hours in all: a mail that waits for the mail service is no dead letter. The queue's receives are one more. */
export const notifyCustomerRetry = (scale: number): GrowingDelay => ({
  delaysSeconds: [60, 300, 900, 1_800, 3_600],
  jitter: 0.2,
  scale,
});

/**
 * How often a mail may be sent without an answer that says whether it was. The mail service knows no key by which it
 * could tell a repetition, so each time may mean another copy; not once more would mean none.
 */
const MOST_SENDS_IN_DOUBT = 2;

export interface NotifyCustomerDependencies {
  readonly persistence: IdempotencyStore;
  readonly contact: CustomerContact;
  readonly mailer: Mailer;
  readonly deliveries: Pick<DeliveryLog, 'ofOrder'>;
  /** Must not throw: what was sent is not to be sent again because it could not be written down. */
  readonly writeDown: (delivery: Delivery) => Promise<void>;
  readonly clock: Clock;
}

type Facts = Omit<Delivery, 'outcome' | 'at'>;

/**
 * Tells the customer how the order ended: one mail of each kind for an order, whichever of its events asks for it and
 * however often. The address is read for the mail and kept nowhere. What may still happen twice is decided in docs/adr (news go out once).
 */
export function createNotifyCustomer(deps: NotifyCustomerDependencies): HandleMessage {
  const { persistence, contact, mailer, deliveries, clock } = deps;
  const onceOf = new Map(
    MAIL_KINDS.map((kind) => [
      kind,
      createOnce({ persistence, keyPrefix: `mail-${kind}`, recordLifeSeconds: EVENT_MEMORY_SECONDS }),
    ]),
  );
  const writeDown = (facts: Facts, outcome: Delivery['outcome'], more: Partial<Delivery> = {}): Promise<void> =>
    deps.writeDown({ ...facts, ...more, outcome, at: clock.now().toISOString() });

  return async ({ body, traceHeader, remainingTimeMs }) => {
    const event = parseOrderEvent(body);
    const kind = mailKindOf(event.type);
    const once = kind && onceOf.get(kind);
    if (kind !== undefined && once !== undefined) {
      await once({ key: event.orderId, bodyHash: kind }, remainingTimeMs, async () => ({
        outcome: await tell(event, kind, traceHeader),
      }));
    }
    return 'done';
  };

  async function tell(event: OrderEvent, kind: MailKind, traceHeader: string | undefined): Promise<string> {
    const { orderId, eventId, sequence } = event;
    const earlier = (await deliveries.ofOrder(orderId)).filter((one) => one.kind === 'mail');
    const ofThisMail = earlier.filter(({ target }) => target === kind);
    const facts: Facts = {
      kind: 'mail',
      deliveryId: mailIdOf(orderId, kind),
      ...{ eventId, eventType: event.type, sequence, orderId },
      target: kind,
      attempt: ofThisMail.length + 1,
      traceId: traceIdIn(traceHeader),
    };
    const skip = async (reason: string): Promise<string> => {
      await writeDown(facts, 'skipped', { reason });
      return 'skipped';
    };

    // The memory loses what could not be written into it after the mail was sent; the log then knows better.
    if (ofThisMail.some(({ outcome }) => outcome === 'delivered')) {
      return 'delivered';
    }
    if (earlier.some((one) => one.outcome === 'delivered' && (one.sequence ?? 0) > sequence)) {
      return skip('the customer was told of something later already');
    }
    if (ofThisMail.filter(({ reason }) => reason === IN_DOUBT).length >= MOST_SENDS_IN_DOUBT) {
      await writeDown(facts, 'given up', { reason: IN_DOUBT });
      return 'given up';
    }
    const to = await contact.emailOf(orderId);
    if (to === undefined) {
      return skip('there is no address');
    }
    try {
      const messageId = await mailer.send({ kind, to, facts: mailFacts(event) });
      await writeDown(facts, 'delivered', { messageId });
      return 'delivered';
    } catch (error) {
      await writeDown(facts, 'failed', { reason: reasonOf(error) });
      throw error;
    }
  }
}

const IN_DOUBT = 'nobody knows whether it was sent';

const reasonOf = (error: unknown): string =>
  error instanceof OutcomeUnknownError ? IN_DOUBT : error instanceof Error ? error.name : 'an error without a name';

/** All that any template asks for: a mail with a gap would not be sent. */
const mailFacts = (event: OrderEvent): Readonly<Record<string, string>> => ({
  orderId: event.orderId,
  total: 'total' in event ? amount(event.total) : '',
  reason: 'reason' in event ? (reasonFor(event.status, event.reason)?.detail ?? '') : '',
});

const amount = ({ amountMinor, currency }: { readonly amountMinor: number; readonly currency: string }): string => {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return `${(amountMinor / 10 ** digits).toFixed(digits)} ${currency}`;
};
