import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { registerMerchant } from '../../../../localstack/main-job/register-merchant';

/** The route of webhook endpoints, as far as a merchant comes by it. */
async function startApi(status: number) {
  const registered: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.method === 'POST') {
      registered.push((JSON.parse(body) as { url: string }).url);
      response.writeHead(status).end(JSON.stringify({ endpointId: 'endpoint-1', secret: 'whsec_dGVzdA==' }));
    } else {
      response.writeHead(204).end();
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    registered,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isListening = (url = ''): Promise<boolean> =>
  fetch(url, { method: 'POST', body: '{}' }).then(
    () => true,
    () => false,
  );

describe("A merchant's server", () => {
  it('listens until it leaves', async () => {
    const { api, registered, close } = await startApi(201);
    const merchant = await registerMerchant({ api, operatorToken: 'token' });
    expect(await isListening(registered[0])).toBe(true);

    await merchant.leave();

    expect(await isListening(registered[0])).toBe(false);
    await close();
  });

  it('listens no more when the local cloud is gone before it', async () => {
    const { api, registered, close } = await startApi(201);
    const merchant = await registerMerchant({ api, operatorToken: 'token' });
    await close();

    await merchant.leave();

    expect(await isListening(registered[0])).toBe(false);
  });

  it('does not listen when it is not registered', async () => {
    const { api, registered, close } = await startApi(403);

    await expect(registerMerchant({ api, operatorToken: 'token' })).rejects.toThrow('got 403');

    expect(await isListening(registered[0])).toBe(false);
    await close();
  });
});
