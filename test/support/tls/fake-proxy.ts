import { createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { Identity } from './self-signed';

export interface FakeProxy {
  readonly port: number;
  /** Every password that a client has sent, in order. */
  readonly passwords: readonly string[];
  close(): Promise<void>;
}

const message = (type: string, content: Buffer = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
};
const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const ASK_FOR_PASSWORD = message('R', int32(3));
const READY = message('Z', Buffer.from('I'));
const ADMITTED = Buffer.concat([message('R', int32(0)), READY]);
const NO_ROWS = Buffer.concat([
  ...[message('1'), message('2'), message('n'), message('C', Buffer.from('SELECT 0\0'))],
  READY,
]);

/**
 * The entrance of RDS Proxy, as much of Postgres' protocol as a client needs to come in and ask something: TLS or a refusal
 * of it, the password in the clear within, and an answer without rows to every statement.
 *
 * @param identity its certificate; without one it has no TLS
 */
export async function startFakeProxy(identity?: Identity): Promise<FakeProxy> {
  const passwords: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(identity === undefined ? 'N' : 'S');
      if (identity !== undefined) {
        const secureContext = createSecureContext({ cert: identity.certificate, key: identity.key });
        talk(new TLSSocket(socket, { isServer: true, secureContext }), passwords);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    passwords,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) {
        socket.destroy();
      }
      await closed;
    },
  };
}

/** Start-up, password, and then statements: a client sends each with all that belongs to it at once. */
function talk(socket: TLSSocket, passwords: string[]): void {
  let step = 0;
  socket.on('error', () => {});
  socket.on('data', (sent: Buffer) => {
    step += 1;
    if (step === 1) {
      socket.write(ASK_FOR_PASSWORD);
    } else if (step === 2) {
      passwords.push(sent.subarray(5, -1).toString());
      socket.write(ADMITTED);
    } else if (sent.subarray(0, 1).toString() !== 'X') {
      socket.write(NO_ROWS);
    }
  });
}
