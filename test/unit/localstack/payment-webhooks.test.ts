import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import type { PaymentLedger } from '../../../localstack/payment-simulator/payment-ledger';
import { eventually } from '../../support/end-to-end/eventually';
import { moneyOf, type SimulatorUnderTest, startPaymentSimulator } from '../../support/simulators/simulators';

const SECRET = 'whsec_simulated';

interface Received {
  readonly body: string;
  readonly signature: string;
}

let simulator: SimulatorUnderTest<PaymentLedger>;
let server: Server;
let received: Received[];
let answers: number[];

beforeEach(async () => {
  received = [];
  answers = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ body, signature: String(request.headers['stripe-signature']) });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  simulator = await startPaymentSimulator();
  await simulator.make('webhooks', { url: endpoint(), secrets: [SECRET] });
});
afterEach(async () => {
  await simulator.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const endpoint = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/payment`;
const typesOf = (events: readonly Received[]) => events.map(({ body }) => JSON.parse(body).type);
const untilReceived = (count: number) =>
  eventually(
    async () => typesOf(received),
    (types) => types.length >= count,
    { withinMs: 5_000 },
  );

async function post(path: string, form: Record<string, string>, to = simulator) {
  const answer = await fetch(`${to.url}/v1/${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_1' },
    body: new URLSearchParams(form),
  });
  return (await answer.json()) as { readonly id: string };
}

async function created(orderId: string, paymentMethod = 'pm_card_visa', at = simulator) {
  const intent = { amount: '1250', currency: 'eur', payment_method: paymentMethod, 'metadata[orderId]': orderId };
  return (await post('payment_intents', intent, at)).id;
}

async function paid(orderId: string) {
  const intentId = await created(orderId);
  await post(`payment_intents/${intentId}/confirm`, {});
  return intentId;
}

describe('Payment simulator: its events', () => {
  it('tell a capture, signed as the official SDK verifies it', async () => {
    const orderId = randomUUID();
    const intentId = await paid(orderId);

    await untilReceived(1);

    const [event] = received;
    expect(Stripe.webhooks.constructEvent(event?.body ?? '', event?.signature ?? '', SECRET)).toMatchObject({
      id: expect.stringMatching(/^evt_/),
      type: 'payment_intent.succeeded',
      data: { object: { id: intentId, metadata: { orderId }, amount_received: 1250 } },
    });
  });

  it('tell a decline, a cancellation, and a refund with its charge', async () => {
    const declined = await created(randomUUID(), 'pm_card_chargeDeclined');
    await post(`payment_intents/${declined}/confirm`, {});
    await untilReceived(1);
    await post(`payment_intents/${declined}/cancel`, {});
    await untilReceived(2);
    const intentId = await paid(randomUUID());
    await untilReceived(3);
    await post('refunds', { payment_intent: intentId, 'metadata[orderId]': 'order-1' });
    await untilReceived(5);

    expect(typesOf(received).slice(0, 3)).toEqual([
      'payment_intent.payment_failed',
      'payment_intent.canceled',
      'payment_intent.succeeded',
    ]);
    expect(typesOf(received).slice(3).sort()).toEqual(['charge.refunded', 'refund.created']);
    const refund = received.map(({ body }) => JSON.parse(body)).find(({ type }) => type === 'refund.created');
    expect(refund.data.object).toMatchObject({ payment_intent: intentId, metadata: { orderId: 'order-1' } });
  });

  it('tell that the bank returned a refund, which the ledger then does not count', async () => {
    const orderId = randomUUID();
    await post('refunds', { payment_intent: await paid(orderId) });
    await simulator.make('return-refunds', { orderId });

    await untilReceived(4);

    expect(typesOf(received)).toContain('refund.failed');
    expect(await moneyOf(simulator, orderId)).toMatchObject({ capturedMinor: 1250, refundedMinor: 0, refunds: 0 });
  });

  it('tell a late capture of an intent that was canceled', async () => {
    const orderId = randomUUID();
    await post(`payment_intents/${await created(orderId)}/cancel`, {});
    await simulator.make('capture-late', { orderId });

    await untilReceived(2);

    expect(typesOf(received)).toContain('payment_intent.succeeded');
    expect(await moneyOf(simulator, orderId)).toMatchObject({ capturedMinor: 1250, captures: 1 });
  });

  it('come again until they are acknowledged', async () => {
    answers.push(503, 400);
    await paid(randomUUID());

    await untilReceived(3);

    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  });

  it('come twice, or late, when a test wants it', async () => {
    await simulator.make('webhooks', { copies: 2, delayMs: 300 });
    await paid(randomUUID());
    expect(received).toEqual([]);

    await untilReceived(2);
  });

  it('are held back, and released in the order that a test wants', async () => {
    await simulator.make('webhooks', { hold: true });
    await post('refunds', { payment_intent: await paid(randomUUID()) });
    expect(received).toEqual([]);

    await simulator.make('release-events', { order: 'reversed' });

    await untilReceived(3);
    expect([...typesOf(received)].sort()).toEqual(['charge.refunded', 'payment_intent.succeeded', 'refund.created']);
  });

  it('carry a signature of each secret while one is being rolled', async () => {
    await simulator.make('webhooks', { secrets: ['whsec_old', 'whsec_new'] });
    await paid(randomUUID());
    await untilReceived(1);

    const [event] = received;
    for (const secret of ['whsec_old', 'whsec_new']) {
      expect(Stripe.webhooks.constructEvent(event?.body ?? '', event?.signature ?? '', secret).id).toMatch(/^evt_/);
    }
  });

  it('can be forged', async () => {
    answers.push(400);
    await simulator.make('forge-event', { body: '{}' });

    const [event] = received;
    expect(() => Stripe.webhooks.constructEvent(event?.body ?? '', event?.signature ?? '', SECRET)).toThrow();
  });

  it('outlive an orderly stop when nobody has acknowledged them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'payment-webhooks-'));
    const stateFile = join(folder, 'state.json');
    const before = await startPaymentSimulator({ stateFile });
    await before.make('webhooks', { url: endpoint(), secrets: [SECRET], hold: true });
    const intentId = await created(randomUUID(), 'pm_card_visa', before);
    await post(`payment_intents/${intentId}/confirm`, {}, before);
    await before.close();

    const after = await startPaymentSimulator({ stateFile });
    expect(received).toEqual([]);
    await after.make('webhooks', { hold: false });

    await untilReceived(1);
    await after.close();
    rmSync(folder, { recursive: true });
  });
});
