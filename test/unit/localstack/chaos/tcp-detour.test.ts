import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Detour } from '../../../../localstack/chaos/detour';
import { createFaultScript } from '../../../../localstack/chaos/fault-script';
import { startPostgresDetour } from '../../../../localstack/chaos/tcp-detour';
import type { TcpFault } from '../../../../localstack/chaos/tcp-fault';
import { eventually } from '../../../support/end-to-end/eventually';

/** Messages of Postgres' protocol begin with a letter; `P` is the first of a statement. */
const STATEMENT = 'P order-1';
const MOMENT_MS = 100;

describe('Detour before Postgres', () => {
  const met = new Set<string>();
  const script = createFaultScript<TcpFault>();
  let server: Server;
  let received: string[];
  /** The detour's own connection to the server. */
  let accepted: Socket | undefined;
  let detour: Detour;
  let client: Socket;
  let answers: string;
  let isCut: boolean;
  /** Not `once` of events, which fails for a connection that was reset. */
  let closed: Promise<void>;

  beforeEach(async () => {
    received = [];
    accepted = undefined;
    server = createServer((socket) => {
      accepted = socket;
      socket.on('error', () => {});
      socket.on('data', (data) => {
        received.push(data.toString());
        if (!data.includes('silent')) {
          socket.write(`done ${data}`);
        }
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    script.clear();
    detour = await startPostgresDetour({
      point: 'postgres',
      to: () => port,
      faults: script.take,
      met,
      onFailed: script.failed,
    });
    answers = '';
    isCut = false;
    client = connect(detour.port, '127.0.0.1');
    client.on('data', (data) => {
      answers += data.toString();
    });
    client.on('error', () => {});
    closed = new Promise((resolve) => {
      client.on('close', () => {
        isCut = true;
        resolve();
      });
    });
    await once(client, 'connect');
  });

  afterEach(async () => {
    client.destroy();
    await detour.close();
    await new Promise((resolve) => server.close(resolve));
  });

  const say = async (text = STATEMENT): Promise<void> => {
    client.write(text);
    await sleep(MOMENT_MS);
  };

  it('changes nothing about what is left alone', async () => {
    client.write(STATEMENT);
    await once(client, 'data');

    expect([received, answers, isCut]).toEqual([[STATEMENT], `done ${STATEMENT}`, false]);
  });

  it.each<{ kind: 'cut-before' | 'cut-during' | 'cut-after' | 'black-hole'; effects: string[]; cut: boolean }>([
    { kind: 'cut-before', effects: [], cut: true },
    { kind: 'cut-during', effects: [STATEMENT], cut: true },
    { kind: 'cut-after', effects: [STATEMENT], cut: true },
    { kind: 'black-hole', effects: [], cut: false },
  ])('$kind: the server gets $effects, the client nothing', async ({ kind, effects, cut }) => {
    script.add({ text: 'order-1', fault: { kind } });

    client.write(STATEMENT);
    await (cut ? closed : sleep(MOMENT_MS));
    await eventually(
      async () => received,
      (statements) => statements.length === effects.length,
    );

    expect([received, answers, isCut]).toEqual([effects, '', cut]);
  });

  it('swallows all that follows in a black hole', async () => {
    script.add({ fault: { kind: 'black-hole' } });

    await say();
    await say();

    expect([received, answers]).toEqual([[], '']);
  });

  it('lets a statement arrive after its client has gone', async () => {
    script.add({ fault: { kind: 'arrives-late', ms: 1_000 } });

    client.write(STATEMENT);
    await closed;
    expect(received).toEqual([]);

    await eventually(
      async () => received,
      (statements) => statements.includes(STATEMENT),
    );
  });

  it('lets a statement arrive after something else has happened, and not before', async () => {
    script.add({ fault: { kind: 'arrives-late', ms: 0, after: 'the undo' } });

    client.write(STATEMENT);
    await closed;
    await sleep(MOMENT_MS);
    expect(received).toEqual([]);

    met.add('the undo');
    await eventually(
      async () => received,
      (statements) => statements.includes(STATEMENT),
    );
  });

  it('counts nothing as met that could not arrive any more', async () => {
    const never = { fault: { kind: 'arrives-late', ms: 0, after: 'what never happens' } } as const;
    script.add(never);

    client.write(STATEMENT);
    await closed;
    expect(script.unmet()).not.toContain(never);

    await eventually(
      async () => accepted,
      (socket) => socket !== undefined,
    );
    accepted?.end();
    await eventually(
      async () => script.unmet(),
      (rules) => rules.includes(never),
    );
    expect(received).toEqual([]);
  });

  it('delays', async () => {
    script.add({ fault: { kind: 'delay', ms: 1_000 } });

    await say();
    expect(received).toEqual([]);

    await once(client, 'data');
    expect(received).toEqual([STATEMENT]);
  });

  it('notices who gets no answer because the server is away, and nobody else', async () => {
    client.write(STATEMENT);
    await once(client, 'data');
    accepted?.destroy(); // nobody was asking
    await closed;
    expect(detour.unreached()).toBe(0);

    await new Promise((resolve) => server.close(resolve));
    const late = connect(detour.port, '127.0.0.1');
    late.on('error', () => {});
    await eventually(
      async () => detour.unreached(),
      (count) => count === 1,
    );
  });

  it('notices who is left without an answer', async () => {
    client.write('P silent');
    await eventually(
      async () => received,
      (statements) => statements.length === 1,
    );
    accepted?.destroy();
    await closed;

    expect(detour.unreached()).toBe(1);
  });

  it('breaks every connection when it goes down', async () => {
    expect(detour.connections()).toBe(1);
    await detour.down();
    await closed;
    expect(detour.connections()).toBe(0);

    await detour.up();
    const again = connect(detour.port, '127.0.0.1');
    await once(again, 'connect');
    again.destroy();
  });
});
