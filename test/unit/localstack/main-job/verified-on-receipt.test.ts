import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { type Merchant, registerMerchant } from '../../../../localstack/main-job/register-merchant';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, yes').toString('base64')}`;
const LATER_MS = 10 * 60_000;

let api: Server;
let merchant: Merchant;
let hooks = '';
let beforeAnswering: () => Promise<void>;

beforeEach(async () => {
  // The clock alone: everything else here is real.
  const doNotFake = ['nextTick', 'queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout', 'performance'] as const;
  jest.useFakeTimers({
    doNotFake: [...doNotFake, 'clearImmediate', 'clearInterval', 'clearTimeout', 'hrtime'],
  });
  beforeAnswering = async () => undefined;
  api = createServer(async (request, response) => {
    const body = await new Response(ReadableStream.from(request)).text();
    if (request.method === 'POST') {
      hooks = (JSON.parse(body) as { url: string }).url;
      await beforeAnswering();
      response.writeHead(201).end(JSON.stringify({ endpointId: 'endpoint-1', secret: SECRET }));
    } else {
      response.writeHead(204).end();
    }
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await merchant.leave();
  jest.useRealTimers();
  api.closeAllConnections();
  await new Promise((resolve) => api.close(resolve));
});

const register = async (): Promise<void> => {
  const { port } = api.address() as AddressInfo;
  merchant = await registerMerchant({ api: `http://127.0.0.1:${port}`, operatorToken: 'token' });
};

async function send(id: string, { secret = SECRET, at = new Date() } = {}): Promise<void> {
  const body = JSON.stringify({ data: { orderId: 'order-1' } });
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
  await fetch(hooks, { method: 'POST', headers, body });
}

const later = (): void => {
  jest.setSystemTime(Date.now() + LATER_MS);
};

describe('The merchant of the main job', () => {
  it('verifies a webhook when it comes, however late it looks at it', async () => {
    await register();
    await send('event-1');
    later();

    expect(merchant.received()).toEqual([{ isGenuine: true, eventId: 'event-1', orderId: 'order-1' }]);
  });

  it('verifies what has come before its registration was answered', async () => {
    beforeAnswering = () => send('event-1');
    await register();
    later();

    expect(merchant.received()).toMatchObject([{ isGenuine: true, eventId: 'event-1' }]);
  });

  it('believes neither a forged one nor one that was under way for long', async () => {
    await register();
    await send('event-1', { secret: `whsec_${Buffer.from('another secret').toString('base64')}` });
    await send('event-2', { at: new Date(Date.now() - LATER_MS) });

    expect(merchant.received()).toEqual([
      { isGenuine: false, eventId: 'event-1', orderId: undefined },
      { isGenuine: false, eventId: 'event-2', orderId: undefined },
    ]);
  });
});
