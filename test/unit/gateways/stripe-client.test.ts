import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { createStripeClient, STRIPE_API_VERSION, type StripeClient } from '../../../lambdas/gateways/stripe-client';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Writes down what reaches it, and answers with an error document or, if told to, by a reset. */
function startRecorder(): { readonly server: Server; readonly seen: Seen[]; breakConnections(): void } {
  const seen: Seen[] = [];
  let breaks = false;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      if (breaks) {
        request.socket.resetAndDestroy();
        return;
      }
      response.sendDate = false; // two answers are compared, and a second may pass between them
      response.writeHead(402, { 'content-type': 'application/json', 'idempotent-replayed': 'true' });
      response.end(JSON.stringify({ error: { type: 'card_error', code: 'card_declined', decline_code: 'lost_card' } }));
    });
  });
  return {
    server,
    seen,
    breakConnections: () => {
      breaks = true;
    },
  };
}

const options = { apiKey: 'sk_test_1', timeout: 20_000 };
const calls: Record<string, (client: StripeClient) => Promise<unknown>> = {
  create: ({ paymentIntents }) =>
    paymentIntents.create(
      {
        amount: 1250,
        currency: 'eur',
        payment_method: 'pm_card_visa',
        allowed_payment_method_types: ['card'],
        capture_method: 'automatic',
        metadata: { orderId: 'order-1' },
      },
      { ...options, idempotencyKey: 'order-1:charge' },
    ),
  retrieve: ({ paymentIntents }) => paymentIntents.retrieve('pi_1/../x', undefined, options),
  confirm: ({ paymentIntents }) => paymentIntents.confirm('pi_1', {}, options),
  cancel: ({ paymentIntents }) => paymentIntents.cancel('pi_1', {}, options),
  refund: ({ refunds }) => refunds.create({ payment_intent: 'pi_1' }, { ...options, idempotencyKey: 'order-1:refund' }),
  list: ({ refunds }) => refunds.list({ payment_intent: 'pi_1' }, options),
};

describe('The parts of the Stripe SDK', () => {
  let recorder: ReturnType<typeof startRecorder>;
  let url: string;

  beforeEach(async () => {
    recorder = startRecorder();
    await new Promise<void>((resolve) => recorder.server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(recorder.server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    recorder.server.closeAllConnections();
    return new Promise((resolve) => recorder.server.close(resolve));
  });

  const wholeSdk = (): StripeClient => {
    const { hostname, port } = new URL(url);
    return new Stripe('sk_test_never_sent', {
      host: hostname,
      port,
      protocol: 'http',
      apiVersion: STRIPE_API_VERSION,
      telemetry: false,
      maxNetworkRetries: 0,
      httpClient: Stripe.createFetchHttpClient(),
    });
  };

  /** Fresh keys differ by nature; what describes the machine is left out on purpose. */
  const comparable = ({ headers, ...rest }: Seen) => ({
    ...rest,
    headers: {
      ...headers,
      'idempotency-key': String(headers['idempotency-key']).replace(/^stripe-node-retry-[\w-]{36}$/, 'a fresh one'),
      'user-agent': String(headers['user-agent']).replace(/ AIAgent.*/, ''),
      'x-stripe-client-user-agent': JSON.parse(String(headers['x-stripe-client-user-agent'])).bindings_version,
    },
  });

  it.each(Object.entries(calls))('send for %s what the whole SDK sends, and understand as much', async (_, call) => {
    const ours: unknown = await call(createStripeClient(url)).catch((error: unknown) => error);
    const theirs: unknown = await call(wholeSdk()).catch((error: unknown) => error);

    const [first, second, ...more] = recorder.seen.map(comparable);
    expect(more).toEqual([]);
    expect(first).toBeDefined();
    expect(first).toEqual(second);
    expect(ours).toMatchObject({ type: 'StripeCardError', decline_code: 'lost_card', statusCode: 402 });
    expect({ ...(ours as object), headers: {} }).toEqual({ ...(theirs as object), headers: {} });
    expect(ours).toMatchObject({ headers: { 'idempotent-replayed': 'true' } });
  });

  it('pin the version of the API, name a key for each change, and send no telemetry', async () => {
    await calls['confirm']?.(createStripeClient(url)).catch(() => undefined);
    await calls['confirm']?.(createStripeClient(url)).catch(() => undefined);

    const [first, second] = recorder.seen.map(({ headers }) => headers);
    expect(first).toMatchObject({ 'stripe-version': STRIPE_API_VERSION, authorization: 'Bearer sk_test_1' });
    expect(first).not.toHaveProperty('x-stripe-client-telemetry');
    expect(first?.['idempotency-key']).not.toBe(second?.['idempotency-key']);
  });

  it('send a request once, also when the connection is reset', async () => {
    recorder.breakConnections();

    await expect(calls['create']?.(createStripeClient(url))).rejects.toMatchObject({ type: 'StripeConnectionError' });

    expect(recorder.seen).toHaveLength(1);
  });

  it('give up a request whose answer only drips in', async () => {
    recorder.server.removeAllListeners('request');
    recorder.server.on('request', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(drip));
    });
    const client = createStripeClient(url);

    const startedAt = Date.now();
    await expect(client.paymentIntents.retrieve('pi_1', undefined, { ...options, timeout: 200 })).rejects.toMatchObject(
      { type: 'StripeConnectionError' },
    );

    expect(Date.now() - startedAt).toBeLessThan(15_000); // and not for ever
  });
});
