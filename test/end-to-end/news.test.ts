import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Delivery } from '../../lambdas/ports/deliveries';
import { emulatorClient } from '../../localstack/aws';
import { readSentMails } from '../../localstack/mail/sent-mails';
import { orderOf } from '../../localstack/main-job/scenarios';
import {
  startWebhookReceiver,
  type VerifiedWebhook,
  verifyWebhook,
  type WebhookReceiver,
} from '../../localstack/webhook-receiver/webhook-receiver';
import { newCustomer } from '../support/end-to-end/customer';
import { eventually } from '../support/end-to-end/eventually';
import { cliAnswer, runCli } from '../support/end-to-end/run-cli';
import { localCloud } from '../support/local-cloud';

jest.setTimeout(180_000);

const customer = newCustomer();
const operator = newCustomer({ operator: true });
const json = { 'content-type': 'application/json' };
const sqs = new SQSClient(emulatorClient(localCloud().emulator));

let shop: WebhookReceiver;
let verified: readonly VerifiedWebhook[];
let endpoint: { readonly endpointId: string; readonly secret: string };
let orderId = '';

beforeAll(async () => {
  shop = await startWebhookReceiver();
  const response = await operator.request('/webhook-endpoints', {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ url: shop.url, description: 'end-to-end' }),
  });
  expect(response.status).toBe(201);
  endpoint = (await response.json()) as typeof endpoint;
  verified = shop.verifyWith(endpoint.secret);
  const email = `${customer.customerId}@shop.example`;
  orderId = (await customer.shop.place(orderOf({ email }))).orderId ?? '';
});

afterAll(async () => {
  await operator.request(`/webhook-endpoints/${endpoint.endpointId}`, { method: 'DELETE' });
  await shop.close();
  sqs.destroy();
});

interface EventData {
  readonly orderId: string;
  readonly sequence: number;
}

const received = (): readonly { readonly type: string; readonly data: EventData }[] =>
  verified.map((one) => {
    if (!one.isGenuine) {
      throw one.because;
    }
    return one.payload as { type: string; data: EventData };
  });
const ofOrder = () => received().filter(({ data }) => data.orderId === orderId);
const mailsToUs = async () =>
  (await readSentMails(localCloud().emulator)).filter(({ to }) => to.includes(`${customer.customerId}@shop.example`));

async function messagesIn(QueueUrl: string): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}

describe('News of an order', () => {
  it('reach a merchant: every event, verified by the library of the specification', async () => {
    const all = await eventually(
      async () => new Map(ofOrder().map((one) => [one.data.sequence, one.type])),
      (events) => events.size === 5,
      { withinMs: 120_000 },
    );

    expect([...all].sort(([a], [b]) => a - b).map(([, type]) => type)).toEqual([
      'OrderReceived',
      'OrderReserved',
      'OrderCharged',
      'OrderShipping',
      'OrderConfirmed',
    ]);
    expect(JSON.stringify(ofOrder())).not.toMatch(/Lovelace|@shop\.example|pm_card/);
  });

  it('reach the customer: one mail, which the log does not say the address of', async () => {
    const [mail] = await eventually(mailsToUs, (mails) => mails.length > 0);

    expect(mail).toMatchObject({ subject: 'Your order is confirmed', from: 'orders@shop.example' });
    expect(mail?.text).toContain(orderId);
    expect(mail?.text).toContain('17.80 EUR');
    const logged = await cliAnswer<readonly (Delivery & { mail?: { subject: string } })[]>('mails', '--order', orderId);
    expect(logged).toMatchObject([
      { target: 'order-confirmed', outcome: 'delivered', mail: { subject: 'Your order is confirmed' } },
    ]);
  });

  it('row 11: make no second mail, and no second webhook, when their event comes again', async () => {
    const confirmed = ofOrder().find(({ type }) => type === 'OrderConfirmed')?.data;
    const sources = localCloud().consumers.map(({ source }) => source);
    const before = ofOrder().length;
    const copies = [...sources, ...sources];
    for (const QueueUrl of copies) {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(confirmed) }));
    }

    await eventually(
      async () => Promise.all(sources.map(messagesIn)),
      (counts) => counts.every((count) => count === 0),
    );
    await cliAnswer('webhooks', 'test', endpoint.endpointId); // sent after the deliveries of the copies

    expect(ofOrder()).toHaveLength(before);
    expect(await mailsToUs()).toHaveLength(1);
  });

  it('are found by their order on the command line', async () => {
    const { stdout } = await runCli(['webhooks', 'deliveries', '--order', orderId]);

    expect(stdout.match(/delivered/g)).toHaveLength(5);
  });
});

describe('A webhook endpoint', () => {
  it('is for operators, and for addresses that may be called', async () => {
    const register = (by: typeof customer, url: string) =>
      by.request('/webhook-endpoints', { method: 'POST', headers: json, body: JSON.stringify({ url }) });

    expect((await register(customer, 'https://shop.example.com/')).status).toBe(403);
    expect((await register(operator, 'http://shop.example.com/')).status).toBe(400);
    expect((await register(operator, 'https://169.254.169.254/latest/meta-data')).status).toBe(400);
    expect((await register(operator, shop.url)).status).toBe(409);
  });

  it('is told again when it has failed, and once more when an operator says so, under the same id', async () => {
    shop.answerWith(500);
    const failed = await runCli(['webhooks', 'test', endpoint.endpointId, '--json']);
    shop.answerWith(200);
    const attempt = JSON.parse(failed.stdout) as Delivery;
    const timesReceived = () => shop.received.filter(({ headers }) => headers['webhook-id'] === attempt.eventId).length;

    expect(failed.code).toBe(1);
    expect(attempt).toMatchObject({ outcome: 'failed', status: 500, nextAttemptAt: expect.any(String) });
    await eventually(
      async () => timesReceived(),
      (times) => times === 2,
    );
    const { replayed } = await cliAnswer<{ replayed: readonly string[] }>(
      'webhooks',
      'replay',
      attempt.deliveryId,
      '--yes',
    );
    expect(replayed).toEqual([attempt.deliveryId]);
    await eventually(
      async () => timesReceived(),
      (times) => times === 3,
    );
  });

  it('verifies with its old secret and its new one after a rotation', async () => {
    const rotated = await operator.request(`/webhook-endpoints/${endpoint.endpointId}/secret`, { method: 'POST' });
    const { secret } = (await rotated.json()) as { secret: string };
    const known = shop.received.length;

    // An execution environment signs with what it has read for up to a minute.
    const withBoth = await eventually(
      async () => {
        await cliAnswer('webhooks', 'test', endpoint.endpointId);
        return shop.received.slice(known).find((one) => String(one.headers['webhook-signature']).includes(' '));
      },
      (webhook) => webhook !== undefined,
      { withinMs: 120_000 },
    );

    expect(secret).not.toBe(endpoint.secret);
    for (const either of [secret, endpoint.secret]) {
      expect(withBoth && verifyWebhook(either, withBoth)).toMatchObject({ type: 'webhook.test' });
    }
  });

  it('gets nothing while it is disabled, and what it has missed once it is enabled and that is replayed', async () => {
    await cliAnswer('webhooks', 'disable', endpoint.endpointId);
    const known = shop.received.length;

    const skipped = await runCli(['webhooks', 'test', endpoint.endpointId, '--json']);
    const shown = await cliAnswer<{ state: object }>('webhooks', 'show', endpoint.endpointId.slice(0, 8));
    const missed = (await customer.shop.place(orderOf())).orderId ?? '';
    const onRecord = await eventually(
      () => cliAnswer<readonly Delivery[]>('webhooks', 'deliveries', '--order', missed, '--to', endpoint.endpointId),
      (deliveries) => deliveries.length === 5,
      { withinMs: 120_000 },
    );
    const tooEarly = await runCli(['webhooks', 'replay', '--to', endpoint.endpointId, '--yes']);

    expect(JSON.parse(skipped.stdout)).toMatchObject({ outcome: 'skipped', reason: 'the endpoint is disabled' });
    expect(shown.state).toMatchObject({ status: 'disabled', because: 'an operator said so' });
    expect(onRecord.map(({ outcome }) => outcome)).toEqual(Array(5).fill('skipped'));
    expect(tooEarly).toMatchObject({ code: 1, stderr: expect.stringContaining("see 'webhooks enable'") });
    expect(shop.received).toHaveLength(known);

    await cliAnswer('webhooks', 'enable', endpoint.endpointId);
    await cliAnswer('webhooks', 'replay', '--to', endpoint.endpointId, '--since', '1h', '--yes');
    const told = await eventually(
      async () => received().flatMap(({ data }) => (data.orderId === missed ? [data.sequence] : [])),
      (sequences) => sequences.length === 5,
    );
    expect([...told].sort()).toEqual([1, 2, 3, 4, 5]);
  });
});
