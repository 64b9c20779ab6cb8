import { createConnection, createServer, type Socket } from 'node:net';

/** What the relay does to the next thing that a client sends. */
export type TcpFault =
  /** The connection breaks and the server never hears of it. */
  | 'cut-before'
  /** The server gets it, and the connection breaks when its answer is there: the client never hears of that. */
  | 'cut-after'
  /** Nothing gets through any more, in either direction, and nobody is told. */
  | 'black-hole';

export interface TcpRelay {
  readonly port: number;
  /** How many connections there have been. */
  readonly connections: number;
  /** Lets a fault happen to what is sent next over a connection that is open. */
  fail(fault: TcpFault): void;
  close(): Promise<void>;
}

/** Stands between a client and a server, to break what lies between them at a chosen moment. */
export async function startTcpRelay(to: { readonly host: string; readonly port: number }): Promise<TcpRelay> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let armed: TcpFault | undefined;

  const server = createServer((client) => {
    connections += 1;
    const upstream = createConnection(to);
    let fault: TcpFault | undefined;
    const cut = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }

    client.on('data', (sent) => {
      fault ??= armed;
      armed = undefined;
      if (fault === 'cut-before') {
        cut();
      } else if (fault !== 'black-hole') {
        upstream.write(sent);
      }
    });
    upstream.on('data', (answer) => {
      if (fault === 'cut-after') {
        cut();
      } else if (fault === undefined) {
        client.write(answer);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    get connections() {
      return connections;
    },
    fail(fault) {
      armed = fault;
    },
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
