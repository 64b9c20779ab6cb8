import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const SWEEP_MS = 50;
/** Whoever is in the middle of the head of a request has so long to come to its end. */
const HEAD_MS = 1_000;

/**
 * Ends a server: it accepts no more, and waits for what it has accepted. Not for who asks nothing: a connection that has
 * sent nothing yet, or whose answer is complete, would be waited for as long as it may be idle.
 *
 * Watches from now on, so it is to be made before the server listens.
 */
export function createCloseServer(app: FastifyInstance): () => Promise<void> {
  const { server } = app;
  /** Requests that are being answered, by the connection that they came by. */
  const inFlight = new Map<Socket, number>();
  const change = (socket: Socket, by: number): void => {
    const count = inFlight.get(socket);
    if (count !== undefined) {
      inFlight.set(socket, count + by);
    }
  };
  server.on('connection', (socket: Socket) => {
    inFlight.set(socket, 0);
    socket.once('close', () => inFlight.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    change(socket, 1);
    response.once('close', () => change(socket, -1));
  });

  const sweep = (isLate: boolean): void => {
    server.closeIdleConnections();
    for (const [socket, count] of inFlight) {
      if (count === 0 && (isLate || socket.bytesRead === 0)) {
        socket.destroy();
      }
    }
  };

  return async () => {
    const began = Date.now();
    const sweeping = setInterval(() => sweep(Date.now() - began > HEAD_MS), SWEEP_MS);
    try {
      await app.close();
    } finally {
      clearInterval(sweeping);
    }
  };
}
