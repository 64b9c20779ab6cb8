import type { AddressInfo, Server, Socket } from 'node:net';
import { breakSocket } from './break-socket';

const LOOPBACK = '127.0.0.1';

export interface ReopenableServer {
  readonly port: number;
  /** How many are open. */
  connections(): number;
  /** From now on connections are refused, and those that there are break: the service behind is gone. */
  down(): Promise<void>;
  /** Listens again, on the same port. */
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Lets a server listen on a free port of loopback, in a way that it can go away and come back. */
export async function listenReopenably(server: Server): Promise<ReopenableServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, LOOPBACK, () => {
        server.off('error', reject);
        resolve();
      });
    });
  const down = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) {
      breakSocket(socket);
    }
    await closed;
  };

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connections: () => sockets.size,
    down,
    up: async () => {
      if (!server.listening) {
        await listen(port);
      }
    },
    close: down,
  };
}
