import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { createHttpWebhookSender } from '../../../lambdas/gateways/http-webhook-sender';
import { publicAndLoopbackTargets, publicTargets } from '../../../lambdas/gateways/webhook-targets';
import { startWebhookReceiver, type WebhookReceiver } from '../../../localstack/webhook-receiver/webhook-receiver';

const body = '{"type":"OrderConfirmed"}';
const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function receiver(...args: Parameters<typeof startWebhookReceiver>): Promise<WebhookReceiver> {
  const one = await startWebhookReceiver(...args);
  open.push(one);
  return one;
}

/** Counts who connects, whatever they say. */
async function listener(): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

const local = createHttpWebhookSender({ targets: publicAndLoopbackTargets });
const sendTo = (url: string, sender = local) => sender.send({ url, headers: { 'webhook-id': 'event-1' }, body });

describe('The sender of webhooks', () => {
  it('sends body and headers as they are, and answers with the status', async () => {
    const shop = await receiver();
    shop.answerWith(204);

    expect(await sendTo(shop.url)).toEqual({ kind: 'answered', status: 204 });
    expect(shop.received).toMatchObject([{ body, headers: { 'webhook-id': 'event-1' } }]);
  });

  it('finds this machine by name, too', async () => {
    const shop = await receiver();
    const sender = createHttpWebhookSender({
      targets: publicAndLoopbackTargets,
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    });

    expect(await sendTo(shop.url.replace('127.0.0.1', 'localhost'), sender)).toEqual({ kind: 'answered', status: 200 });
  });

  it('does not follow a redirect', async () => {
    const [shop, inside] = [await receiver(), await receiver()];
    shop.answerWith(307, { location: inside.url });

    expect(await sendTo(shop.url)).toEqual({ kind: 'answered', status: 307 });
    expect(inside.received).toEqual([]);
  });

  it.each(['https://127.0.0.1:PORT/', 'https://[::ffff:127.0.0.1]:PORT/', 'https://2130706433:PORT/'])(
    'fails for %s in the cloud, without a connection',
    async (url) => {
      const { port, connections } = await listener();

      const answer = await sendTo(
        url.replace('PORT', String(port)),
        createHttpWebhookSender({ targets: publicTargets }),
      );

      expect(answer).toMatchObject({ kind: 'refused' });
      expect(connections()).toBe(0);
    },
  );

  it.each([
    ['inside', ['127.0.0.1']],
    ['inside by IPv6', ['::1']],
    ['inside, in IPv6 clothes', ['::ffff:127.0.0.1']],
    ['to the metadata service', ['169.254.169.254']],
    ['both ways', ['93.184.216.34', '127.0.0.1']],
    ['nowhere', []],
  ])('fails for a name that leads %s, without a connection', async (_, addresses) => {
    const { port, connections } = await listener();
    const sender = createHttpWebhookSender({
      targets: publicTargets,
      resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    });

    expect(await sendTo(`https://shop.example.com:${port}/`, sender)).toMatchObject({ kind: 'refused' });
    expect(connections()).toBe(0);
  });

  it('connects to what was checked: a name that leads elsewhere a moment later gains nothing', async () => {
    const { port, connections } = await listener();
    let asked = 0;
    const rebinding = createHttpWebhookSender({
      targets: publicTargets,
      timeoutMs: 300,
      resolve: async () => {
        asked += 1;
        // Nobody answers in 192.88.98.0/24, which is public; from the second question on it is this machine.
        return [{ address: asked === 1 ? '192.88.98.1' : '127.0.0.1', family: 4 }];
      },
    });

    const answer = await sendTo(`https://shop.example.com:${port}/`, rebinding);

    expect(answer.kind).toBe('unanswered');
    expect(asked).toBe(1);
    expect(connections()).toBe(0);
  });

  it('gives up on a server that does not answer', async () => {
    const shop = await receiver(() => undefined);
    const impatient = createHttpWebhookSender({ targets: publicAndLoopbackTargets, timeoutMs: 200 });

    expect(await sendTo(shop.url, impatient)).toEqual({ kind: 'unanswered', reason: 'no answer in time' });
  });

  it('gives up on a name that is looked up for ever', async () => {
    const sender = createHttpWebhookSender({
      targets: publicTargets,
      timeoutMs: 200,
      resolve: () => new Promise(() => {}),
    });

    expect(await sendTo('https://shop.example.com/', sender)).toEqual({
      kind: 'unanswered',
      reason: 'no answer in time',
    });
  });

  it('reads no more than a bounded part of an endless answer', async () => {
    let written = 0;
    const shop = await receiver((_, response) => {
      response.writeHead(200);
      const flood = () => {
        while (!response.destroyed && response.write('x'.repeat(64 * 1024))) {
          written += 64 * 1024;
        }
        response.once('drain', flood);
      };
      flood();
    });

    expect(await sendTo(shop.url)).toEqual({ kind: 'answered', status: 200 });
    expect(written).toBeLessThan(64 * 1024 * 1024);
  });

  it('takes the status of an answer that never ends, once its time is over', async () => {
    const shop = await receiver((_, response) => {
      response.writeHead(202);
      response.write('.');
    });
    const impatient = createHttpWebhookSender({ targets: publicAndLoopbackTargets, timeoutMs: 1_500 });

    expect(await sendTo(shop.url, impatient)).toEqual({ kind: 'answered', status: 202 });
  });

  it('says in words of its own why there was no answer', async () => {
    const { port } = await listener();
    const nobody = await receiver();
    await nobody.close();

    expect(await sendTo(`http://127.0.0.1:${port}/`)).toEqual({ kind: 'unanswered', reason: 'the connection broke' });
    expect(await sendTo(nobody.url)).toEqual({ kind: 'unanswered', reason: 'nobody listens there' });
    const unknown = createHttpWebhookSender({
      targets: publicTargets,
      resolve: () =>
        Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND shop.example.com'), { code: 'ENOTFOUND' })),
    });
    expect(await sendTo('https://shop.example.com/', unknown)).toEqual({
      kind: 'unanswered',
      reason: 'the name is not known',
    });
  });
});
