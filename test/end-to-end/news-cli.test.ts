import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Client } from 'pg';
import type { Backlog, ParkedEvent } from '../../lambdas/ports/outbox';
import { orderOf } from '../../localstack/main-job/scenarios';
import { startWebhookReceiver, type WebhookReceiver } from '../../localstack/webhook-receiver/webhook-receiver';
import { newCustomer } from '../support/end-to-end/customer';
import { eventually } from '../support/end-to-end/eventually';
import { cliAnswer, cliAnswerAsInAws, runCli } from '../support/end-to-end/run-cli';
import { localCloud } from '../support/local-cloud';

jest.setTimeout(180_000);

const { shop } = newCustomer();
const operator = newCustomer({ operator: true });
const REASON = 'malformed at lines.0.quantity, as if somebody had written what nobody can publish';

let merchant: WebhookReceiver;
let session: Client;
let endpointId = '';
let orderId = '';

/** An event that has left already: to publish it once more does no harm. */
async function parkOneEvent(): Promise<string> {
  const { rows } = await session.query<{ readonly event_id: string }>(
    `INSERT INTO outbox (event_id, attempts, parked_at, parked_because)
     SELECT event_id, 3, now(), $2 FROM order_events WHERE order_id = $1 AND type = 'OrderConfirmed'
     ON CONFLICT (event_id) DO UPDATE SET attempts = 3, parked_at = now(), parked_because = $2
     RETURNING event_id`,
    [orderId, REASON],
  );
  return rows[0]?.event_id ?? '';
}

const untilToldOf = (command: string, what: string): Promise<string> =>
  eventually(
    async () => (await runCli([...command.split(' '), '--order', orderId])).stdout,
    (told) => told.split('\n').some((line) => line.includes(what) && line.includes('delivered')),
    { withinMs: 120_000 },
  );

beforeAll(async () => {
  session = new Client({ connectionString: localCloud().postgres.url });
  await session.connect();
  merchant = await startWebhookReceiver();
  const answer = await operator.request('/webhook-endpoints', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: merchant.url, description: 'a shop with much to say '.repeat(8) }),
  });
  ({ endpointId } = (await answer.json()) as { endpointId: string });
  ({ orderId = '' } = await shop.place(orderOf()));
  await untilToldOf('mails', 'order-confirmed');
  await untilToldOf('webhooks deliveries', 'OrderConfirmed');
});

afterAll(async () => {
  await operator.request(`/webhook-endpoints/${endpointId}`, { method: 'DELETE' });
  await merchant.close();
  await session.end();
});

describe('npx order-workflow mails, webhooks and events', () => {
  it('tell what they know within 80 columns, and without colours where there is no terminal', async () => {
    const eventId = await parkOneEvent();

    const [mails, list, show, deliveries, parked] = await Promise.all(
      [
        ['mails', '--order', orderId, '--limit', '3'],
        ['webhooks', 'list'],
        ['webhooks', 'show', endpointId.slice(0, 8)],
        ['webhooks', 'deliveries', '--order', orderId, '--limit', '20'],
        ['events', 'parked'],
      ].map((args) => runCli(args)),
    );

    for (const page of [mails, list, show, deliveries, parked]) {
      expect(page).toMatchObject({ code: 0 });
      expect(page?.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(page?.stdout).not.toContain('\u001b');
    }
    expect(mails?.stdout).toContain('Your order is confirmed');
    expect(list?.stdout).toContain(endpointId);
    expect(show?.stdout).toContain('much to say');
    expect(deliveries?.stdout).toContain('OrderConfirmed');
    expect(parked?.stdout).toMatch(new RegExp(`${eventId} .*\n.*${orderId}, event 5\n +malformed at lines.0.quantity`));

    // In AWS nobody reaches the database from outside: a function beside it is asked.
    expect(await cliAnswerAsInAws('events', 'parked')).toEqual(await cliAnswer('events', 'parked'));
    expect(await cliAnswerAsInAws('events', 'backlog')).toMatchObject({ parked: expect.any(Number) });
    expect(await cliAnswerAsInAws('events', 'unpark', eventId)).toEqual({ eventId, unparked: true });
    expect((await runCli(['events', 'unpark', eventId], { asInAws: true })).code).toBe(1);
    expect((await runCli(['events', 'unpark', eventId])).code).toBe(1);
  });

  it('answer scripts in JSON', async () => {
    const [page, endpoints, deliveries, backlog, parked, asInAws] = await Promise.all([
      cliAnswer<{ readonly page: string }>('mails', '--page'),
      cliAnswer<readonly { readonly endpointId: string }[]>('webhooks', 'list'),
      cliAnswer<readonly object[]>('webhooks', 'deliveries', '--order', orderId, '--to', endpointId),
      cliAnswer<Backlog>('events', 'backlog'),
      cliAnswer<readonly ParkedEvent[]>('events', 'parked'),
      cliAnswerAsInAws<readonly object[]>('mails', '--order', orderId),
    ]);

    expect(existsSync(page.page) && readFileSync(page.page, 'utf8')).toContain(orderId);
    expect(endpoints.map((one) => one.endpointId)).toContain(endpointId);
    expect(deliveries.length).toBeGreaterThan(0);
    expect(backlog).toMatchObject({ waiting: expect.any(Number), parked: expect.any(Number) });
    expect(parked).toEqual(expect.any(Array));
    expect(asInAws).toMatchObject([{ target: 'order-confirmed', outcome: 'delivered' }]);
    expect(asInAws[0]).not.toHaveProperty('mail'); // its text and whom it went to are known on this machine alone
  });

  it('tell wrong usage, refusal and failure apart by their exit codes, and say what to do', async () => {
    const runs = await Promise.all(
      [
        ['mails', '--page', '--stack', 'dev'],
        ['webhooks', 'disable', ''],
        ['webhooks', 'replay'],
        ['events', 'unpark', 'x'],
        ['webhooks', 'show', 'no-such-endpoint'],
        ['webhooks', 'replay', randomUUID(), '--yes'],
        ['events', 'unpark', randomUUID()],
        ['webhooks', 'replay', randomUUID()],
      ].map((args) => runCli(args)),
    );

    expect(runs.map(({ code }) => code)).toEqual([2, 2, 2, 2, 1, 1, 1, 3]);
    expect(runs.map(({ stdout, stderr }) => (stderr + stdout).trim())).toEqual([
      'the texts of mails are kept by the local cloud alone',
      expect.stringContaining("see 'webhooks list'"),
      expect.stringContaining('ids of deliveries, or --to an endpoint'),
      expect.stringContaining("see 'order-workflow events parked'"),
      expect.stringContaining("see 'webhooks list'"),
      expect.stringContaining("see 'webhooks deliveries'"),
      expect.stringContaining("see 'order-workflow events parked'"),
      expect.stringContaining('repeat it with --yes'),
    ]);
  });

  it('leave an endpoint disabled since when it was, however often somebody says so', async () => {
    const first = await cliAnswer<{ readonly since: string }>('webhooks', 'disable', endpointId);
    const again = await cliAnswer<{ readonly since: string }>('webhooks', 'disable', endpointId);
    await cliAnswer('webhooks', 'enable', endpointId);

    expect(again).toEqual(first);
  });
});
