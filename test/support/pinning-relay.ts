import { createConnection, createServer, type Socket } from 'node:net';
import { loadGrammar, triggersIn } from './pinning-triggers';

export interface PinningRelay {
  readonly port: number;
  /** Statements that went through, by protocol message: `simple` is one without parameters. */
  readonly counts: { readonly parsed: number; readonly simple: number; readonly connections: number };
  /** What would have tied a session of RDS Proxy to one connection, in the order in which it was sent. */
  readonly triggers: readonly string[];
  close(): Promise<void>;
}

const STARTUP = 196_608;

/** Stands between a client and Postgres, reads what the client sends by the frontend protocol, and passes it on. */
export async function startPinningRelay(to: { readonly host: string; readonly port: number }): Promise<PinningRelay> {
  await loadGrammar();
  const sockets = new Set<Socket>();
  const triggers: string[] = [];
  const counts = { parsed: 0, simple: 0, connections: 0 };
  const inspect = (kind: string, statement: string): void => {
    for (const trigger of triggersIn(statement)) {
      triggers.push(`${kind}: ${trigger}: ${statement.trim().slice(0, 60)}`);
    }
  };

  const onMessage = (type: string, body: Buffer): void => {
    if (type === 'startup' && body.readInt32BE(0) === STARTUP) {
      const names = textsOf(body.subarray(4)).filter((_, index) => index % 2 === 0);
      triggers.push(...names.filter((name) => name === 'options').map(() => 'startup: options'));
    }
    if (type === 'Q') {
      counts.simple += 1;
      inspect('simple', textsOf(body)[0] ?? '');
    }
    if (type === 'P') {
      const [name = '', statement = ''] = textsOf(body);
      counts.parsed += 1;
      triggers.push(...(name === '' ? [] : [`parse: named statement ${name}`]));
      inspect('parse', statement);
    }
  };

  const server = createServer((client) => {
    counts.connections += 1;
    const upstream = createConnection(to);
    const read = frontendMessages(onMessage);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (sent) => {
      read(sent);
      upstream.write(sent);
    });
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    counts,
    triggers,
    close() {
      for (const socket of sockets) {
        socket.destroy();
      }
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** The first message of a connection has no type; the others have one of a single byte, and all have a length. */
function frontendMessages(onMessage: (type: string, body: Buffer) => void): (sent: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let hasStarted = false;
  return (sent) => {
    rest = Buffer.concat([rest, sent]);
    for (;;) {
      const head = hasStarted ? 1 : 0;
      if (rest.length < head + 4) {
        return;
      }
      const length = rest.readInt32BE(head);
      if (rest.length < head + length) {
        return;
      }
      onMessage(hasStarted ? rest.toString('latin1', 0, 1) : 'startup', rest.subarray(head + 4, head + length));
      hasStarted = true;
      rest = rest.subarray(head + length);
    }
  };
}

const textsOf = (body: Buffer): readonly string[] => body.toString('utf8').split('\0');
