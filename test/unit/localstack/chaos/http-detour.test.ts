import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Call } from '../../../../localstack/chaos/call';
import type { Detour } from '../../../../localstack/chaos/detour';
import { createFaultScript } from '../../../../localstack/chaos/fault-script';
import { startHttpDetour } from '../../../../localstack/chaos/http-detour';
import type { HttpFault } from '../../../../localstack/chaos/http-fault';
import { awsServices, carrier, paymentProvider } from '../../../../localstack/chaos/http-services';
import { eventually } from '../../../support/end-to-end/eventually';

describe('HTTP detour', () => {
  const script = createFaultScript<HttpFault>();
  let service: Server;
  let received: string[];
  let detour: Detour;

  beforeEach(async () => {
    received = [];
    service = createServer((request, response) => {
      void text(request).then((body) => {
        received.push(`${request.method} ${request.url} ${body}`);
        response.writeHead(201, { 'x-answer': 'yes' }).end(`answer ${received.length}`);
      });
    });
    await once(service.listen(0, '127.0.0.1'), 'listening');
    const { port } = service.address() as AddressInfo;
    script.clear();
    detour = await startHttpDetour({ to: () => `http://127.0.0.1:${port}`, service: awsServices, faults: script.take });
  });

  afterEach(async () => {
    await detour.close();
    service.closeAllConnections();
    await new Promise((resolve) => service.close(resolve));
  });

  const post = (body = 'order-1') =>
    fetch(`http://127.0.0.1:${detour.port}/path?query`, {
      method: 'POST',
      body,
      headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' },
      signal: AbortSignal.timeout(2_000),
    });
  const EFFECT = 'POST /path?query order-1';

  it('changes nothing about a call that is left alone', async () => {
    const response = await post();

    expect([response.status, response.headers.get('x-answer'), await response.text()]).toEqual([
      201,
      'yes',
      'answer 1',
    ]);
    expect(received).toEqual([EFFECT]);
  });

  it.each<{ fault: HttpFault; effects: number }>([
    { fault: { kind: 'reset-before' }, effects: 0 },
    { fault: { kind: 'reset-after' }, effects: 1 },
    { fault: { kind: 'silence-after' }, effects: 1 },
  ])('$fault.kind: gives no answer, with $effects effects', async ({ fault, effects }) => {
    script.add({ fault });

    await expect(post()).rejects.toThrow();

    expect(received).toEqual(Array(effects).fill(EFFECT));
    expect((await post()).status).toBe(201);
  });

  it.each<{ fault: HttpFault; status: number; error: string; effects: number }>([
    { fault: { kind: 'throttle' }, status: 400, error: 'ThrottlingException', effects: 0 },
    { fault: { kind: 'error-500-before' }, status: 500, error: 'InternalServerError', effects: 0 },
    { fault: { kind: 'error-500-after' }, status: 500, error: 'InternalServerError', effects: 1 },
  ])('$fault.kind: answers $error, with $effects effects', async ({ fault, status, error, effects }) => {
    script.add({ fault });

    const response = await post();

    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([status, error]);
    expect(received).toEqual(Array(effects).fill(EFFECT));
  });

  it('sends twice and gives the second answer', async () => {
    script.add({ fault: { kind: 'duplicate' } });

    expect(await (await post()).text()).toBe('answer 2');
    expect(received).toEqual([EFFECT, EFFECT]);
  });

  it('lets a call arrive after its caller was cut off', async () => {
    script.add({ fault: { kind: 'arrives-late', ms: 1_000 } });

    await expect(post()).rejects.toThrow();
    expect(received).toEqual([]);

    await eventually(
      async () => received,
      (calls) => calls.length === 1,
    );
  });

  it('delays', async () => {
    script.add({ fault: { kind: 'delay', ms: 150 } });
    const startedAt = performance.now();

    expect((await post()).status).toBe(201);
    expect(performance.now() - startedAt).toBeGreaterThan(140);
  });

  it('picks calls by operation and by what they carry', async () => {
    script.add({ name: 'DynamoDB.PutItem', text: 'order-2', fault: { kind: 'throttle' } });

    expect((await post('order-1')).status).toBe(201);
    expect((await post('order-2')).status).toBe(400);
  });

  it('notices calls that fail because the service is away, and no other', async () => {
    script.add({ fault: { kind: 'reset-before' } });
    await expect(post()).rejects.toThrow();
    expect((await post()).status).toBe(201);
    expect(detour.unreached()).toBe(0);

    service.closeAllConnections();
    await new Promise((resolve) => service.close(resolve));
    await expect(post()).rejects.toThrow();

    expect(detour.unreached()).toBe(1);
  });

  it('refuses connections while it is down, and is back on the same port', async () => {
    const { port } = detour;
    await detour.down();
    await expect(post()).rejects.toThrow();

    await detour.up();

    expect(detour.port).toBe(port);
    expect((await post()).status).toBe(201);
  });
});

describe('Names of calls', () => {
  const name = (service: typeof paymentProvider, url: string): Call =>
    service.call({ method: 'POST', url, headers: { 'idempotency-key': 'order-1:charge' } }, 'a=b');

  it('leave ids out, and keep what a rule finds its order by', () => {
    const confirm = name(paymentProvider, '/v1/payment_intents/pi_0123456789abcdef/confirm');

    expect(confirm.name).toBe('POST /v1/payment_intents/{id}/confirm');
    expect(confirm.text).toContain('order-1:charge');
    expect(name(carrier, '/shipments/0c6bd93e-26b1-5d25-92c5-d0a4a0e6d4a1').name).toBe('POST /shipments/{id}');
  });
});
