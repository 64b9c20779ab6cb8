import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startOutsideServices } from '../../../localstack/outside-services';
import { choosePorts } from '../../../localstack/ports';

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return server;
}

describe('Services that are not ours', () => {
  it('leave none open when one of them does not start: it would keep the process', async () => {
    const stateDirectory = mkdtempSync(path.join(tmpdir(), 'outside-'));
    const ports = await choosePorts('free', undefined);
    const taken = await listen(0);
    const carrier = (taken.address() as AddressInfo).port;

    const started = startOutsideServices(stateDirectory, { ...ports, carrier });

    await expect(started).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const free = await Promise.all([listen(ports.payment), listen(ports.tokens)]);
    for (const server of [taken, ...free]) {
      server.close();
    }
    rmSync(stateDirectory, { recursive: true });
  });
});
