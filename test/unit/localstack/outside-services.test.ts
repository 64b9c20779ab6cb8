import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startOutsideServices } from '../../../localstack/outside-services';
import { DEFAULT_PORTS } from '../../../localstack/ports';

const listening = (): readonly string[] =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap' || kind === 'UDPWrap');

describe('Services that are not ours', () => {
  it('leave none open when one of them does not start: it would keep the process', async () => {
    const stateDirectory = mkdtempSync(path.join(tmpdir(), 'outside-'));
    const taken = createServer();
    await once(taken.listen(0, '127.0.0.1'), 'listening');
    const before = listening();
    const carrier = (taken.address() as AddressInfo).port;

    const started = startOutsideServices(stateDirectory, { ...DEFAULT_PORTS, payment: 0, tokens: 0, carrier });

    await expect(started).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(listening()).toEqual(before);
    taken.close();
    rmSync(stateDirectory, { recursive: true });
  });
});
