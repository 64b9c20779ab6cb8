import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { LocalCloudError } from './processes/local-cloud-error';

export const DEFAULT_PORTS = {
  emulator: 4566,
  postgres: 45432,
  replica: 45433,
  pooler: 45434,
  readpooler: 45435,
  payment: 45410,
  carrier: 45420,
  tokens: 45430,
  console: 45440,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Readonly<Record<PortName, number>>;
/** `default` or `free` ones, or the default ones with exceptions. */
export type PortChoice = 'default' | 'free' | Partial<Ports>;

export const PORT_NAMES = Object.keys(DEFAULT_PORTS) as readonly PortName[];

export const portVariable = (name: PortName): string => `ORDER_WORKFLOW_${name.toUpperCase()}_PORT`;
export const portFlag = (name: PortName): string => `--${name}-port`;

const LOOPBACK = '127.0.0.1';

/**
 * Where free ports are looked for: below those that systems give to outgoing connections (Linux from 32,768 on, others
 * from 49,152 on, see RFC 6056 section 2), any of which could take a port between its choice and its use. And above the
 * last one that browsers refuse, 10,080: https://fetch.spec.whatwg.org/#port-blocking
 */
const FREE = { from: 10_081, below: 32_768, attempts: 50 } as const;

/**
 * Free ports are kept over a restart when they still are free, since addresses are part of what is deployed.
 *
 * @throws LocalCloudError when a port that was asked for is taken
 */
export async function choosePorts(choice: PortChoice, previous: Ports | undefined): Promise<Ports> {
  if (choice === 'free') {
    const isWhole = previous !== undefined && PORT_NAMES.every((name) => previous[name] !== undefined);
    const kept = isWhole && (await takenPorts(previous)).length === 0;
    return kept ? previous : freePorts();
  }
  const ports = choice === 'default' ? DEFAULT_PORTS : { ...DEFAULT_PORTS, ...choice };
  const [taken] = await takenPorts(ports);
  if (taken !== undefined) {
    throw new LocalCloudError(
      `port ${ports[taken]} (${taken}) is taken. Stop what listens there, or choose another one: ` +
        `${portFlag(taken)} N, or ${portVariable(taken)}=N, or --free-ports for all of them.`,
    );
  }
  return ports;
}

async function takenPorts(ports: Ports): Promise<readonly PortName[]> {
  const free = await Promise.all(PORT_NAMES.map((name) => isFree(ports[name])));
  return PORT_NAMES.filter((_, index) => !free[index]);
}

async function isFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port));
    return true;
  } catch {
    return false;
  }
}

async function freePorts(): Promise<Ports> {
  const entries = await Promise.all(PORT_NAMES.map(async (name) => [name, await listenSomewhere()] as const));
  // All are held until each is known, or one could be chosen twice.
  const ports = Object.fromEntries(entries.map(([name, server]) => [name, portOf(server)])) as Record<PortName, number>;
  await Promise.all(entries.map(([, server]) => close(server)));
  return ports;
}

async function listenSomewhere(attempts: number = FREE.attempts): Promise<Server> {
  try {
    return await listen(randomInt(FREE.from, FREE.below));
  } catch (error) {
    if (attempts <= 1) {
      throw new LocalCloudError(`no free port from ${FREE.from} to ${FREE.below - 1}`, { cause: error });
    }
    return listenSomewhere(attempts - 1);
  }
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => resolve(server));
  });
}

const close = (server: Server): Promise<unknown> => new Promise((resolve) => server.close(resolve));

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('expected a TCP address of a listening server');
  }
  return address.port;
}
