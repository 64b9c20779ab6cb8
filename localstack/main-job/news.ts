import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BookedEvent } from '../../lambdas/domain/books/books';
import { mailKindOf } from '../../lambdas/domain/mails';
import { documentClient } from '../../lambdas/persistence/dynamodb/clients';
import { createDynamoDeliveryLog } from '../../lambdas/persistence/dynamodb/delivery-log';
import type { Delivery } from '../../lambdas/ports/deliveries';
import { emulatorClient } from '../aws';
import type { Endpoints } from '../endpoints';
import { readSentMails } from '../mail/sent-mails';
import type { MerchantWebhook } from './register-merchant';

export interface SentNews {
  readonly orderId: string;
  readonly kind: string;
}

/** What was told to whom outside. */
export interface News {
  /** As the mail service has them. */
  readonly mails: readonly SentNews[];
  /** As the merchant has received them, each event once. */
  readonly webhooks: readonly MerchantWebhook[];
  /** A sentence for each mail and webhook that has not come yet: worth waiting for, for a while. */
  readonly late: readonly string[];
  /** A sentence for each mail or webhook that came too often, and each webhook that is not genuine. */
  readonly wrong: readonly string[];
}

/** Compares what was received outside with the events of our own books, for the orders that it is about. */
export async function collectNews(
  endpoints: Endpoints,
  {
    orderIds,
    events,
    received,
  }: {
    readonly orderIds: readonly string[];
    readonly events: readonly BookedEvent[];
    readonly received: readonly MerchantWebhook[];
  },
): Promise<News> {
  const webhooks = [...new Map(received.map((webhook) => [webhook.eventId, webhook])).values()];
  const ours = events.filter(({ orderId }) => orderIds.includes(orderId));
  const mails = await readMails(endpoints, orderIds);
  const counts = [...countMails(ours, mails), ...countWebhooks(ours, webhooks)];
  const forged = webhooks
    .filter(({ isGenuine }) => !isGenuine)
    .map(({ eventId }) => `webhooks: ${eventId} does not verify`);
  return {
    mails,
    webhooks,
    late: counts.filter(({ expected, got }) => got < expected).map(say),
    wrong: [...forged, ...counts.filter(({ expected, got }) => got > expected).map(say)],
  };
}

/** The log says which mail is about which order; the mail service, whether it has it. */
async function readMails({ emulator, tables }: Endpoints, orderIds: readonly string[]): Promise<readonly SentNews[]> {
  const dynamo = new DynamoDBClient(emulatorClient(emulator));
  try {
    const log = createDynamoDeliveryLog({ client: documentClient(dynamo), table: tables.deliveries });
    const kept = new Set((await readSentMails(emulator)).map(({ messageId }) => messageId));
    const logged = (await Promise.all(orderIds.map((orderId) => log.ofOrder(orderId)))).flat();
    return logged
      .filter(({ kind, messageId }: Delivery) => kind === 'mail' && messageId !== undefined && kept.has(messageId))
      .map(({ orderId = '', target }) => ({ orderId, kind: target }));
  } finally {
    dynamo.destroy();
  }
}

interface Count {
  readonly of: string;
  readonly expected: number;
  readonly got: number;
}

const say = ({ of, expected, got }: Count): string => `${of}: expected ${expected}, got ${got}`;

const countMails = (events: readonly BookedEvent[], mails: readonly SentNews[]): readonly Count[] =>
  events.flatMap(({ orderId, type }) => {
    const kind = mailKindOf(type);
    const got = mails.filter((mail) => mail.orderId === orderId && mail.kind === kind).length;
    return kind === undefined ? [] : [{ of: `mails: ${orderId}: ${kind}`, expected: 1, got }];
  });

function countWebhooks(events: readonly BookedEvent[], webhooks: readonly MerchantWebhook[]): readonly Count[] {
  const received = Map.groupBy(webhooks, ({ orderId }) => orderId);
  return [...Map.groupBy(events, ({ orderId }) => orderId)].map(([orderId, all]) => ({
    of: `webhooks: ${orderId}: events`,
    expected: all.length,
    got: received.get(orderId)?.length ?? 0,
  }));
}
