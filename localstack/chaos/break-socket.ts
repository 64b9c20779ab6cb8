import type { Socket } from 'node:net';

/**
 * Ends a connection so that the other side sees it break. A connection that is already being shut down cannot be
 * reset: Node would leave its handle open for good, and the process could not end.
 */
export function breakSocket(socket: Socket): void {
  if (socket.writableEnded) {
    socket.destroy();
  } else {
    socket.resetAndDestroy();
  }
}
