import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { choosePorts, DEFAULT_PORTS, PORT_NAMES } from '../../../localstack/ports';

describe('Ports of the local cloud', () => {
  let occupant: Server;
  let taken: number;

  beforeEach(async () => {
    occupant = createServer();
    await once(occupant.listen(0, '127.0.0.1'), 'listening');
    taken = (occupant.address() as AddressInfo).port;
  });

  afterEach(async () => {
    await new Promise((resolve) => occupant.close(resolve));
  });

  it('takes free ones, each of them once', async () => {
    const ports = await choosePorts('free', undefined);

    expect(new Set(Object.values(ports)).size).toBe(PORT_NAMES.length);
  });

  it('takes none that an outgoing connection could take before it is used, nor one that browsers refuse', async () => {
    const ports = Object.values(await choosePorts('free', undefined));

    expect(Math.max(...ports)).toBeLessThan(32_768);
    expect(Math.min(...ports)).toBeGreaterThan(10_080);
  });

  it('keeps free ones over a restart, since addresses are in what is deployed', async () => {
    const first = await choosePorts('free', undefined);

    expect(await choosePorts('free', first)).toEqual(first);
  });

  it('takes others when one of the last run is taken now', async () => {
    const first = await choosePorts('free', undefined);

    const second = await choosePorts('free', { ...first, carrier: taken });

    expect(second.carrier).not.toBe(taken);
  });

  it('changes only the ports that it is told to', async () => {
    const free = await choosePorts('free', undefined);
    const { emulator, ...others } = free;

    expect(await choosePorts({ ...others, emulator }, undefined)).toEqual({ ...DEFAULT_PORTS, ...free });
  });

  it('fails with the number, the part and the ways out when one is taken', async () => {
    const free = await choosePorts('free', undefined);

    await expect(choosePorts({ ...free, postgres: taken }, undefined)).rejects.toThrow(
      new RegExp(`port ${taken} \\(postgres\\) is taken.*--postgres-port N.*ORDER_WORKFLOW_POSTGRES_PORT=N`),
    );
  });
});
