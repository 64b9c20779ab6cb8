import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import fastify from 'fastify';
import { createCloseServer } from '../../../console/http/close-server';

const GET = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: console\r\n`;

/** A server whose `/slow` answers when it is told to. */
async function startServer() {
  const app = fastify();
  const answer = Promise.withResolvers<string>();
  const asked = Promise.withResolvers<void>();
  app.get('/fast', async () => 'at once');
  app.get('/slow', async () => {
    asked.resolve();
    return answer.promise;
  });
  const closeServer = createCloseServer(app);
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  return { closeServer, answer: answer.resolve, asked: asked.promise, port: Number(port) };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {}); // a reset is an end as well
  await once(socket, 'connect');
  return socket;
}

const ended = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()));

describe('The end of the server', () => {
  it('waits neither for a connection that has sent nothing, nor for one that has its answer', async () => {
    const { closeServer, port } = await startServer();
    const silent = await open(port);
    const served = await open(port);
    served.write(`${GET('/fast')}\r\n`);
    await once(served, 'data');

    const ends = [ended(silent), ended(served)];
    await closeServer();
    await Promise.all(ends);
  });

  it('does not wait for the rest of a head that never comes, on a new connection or a used one', async () => {
    const { closeServer, port } = await startServer();
    const fresh = await open(port);
    fresh.write(GET('/fast'));
    const used = await open(port);
    used.write(`${GET('/fast')}\r\n`);
    await once(used, 'data');
    used.write(GET('/fast'));

    const ends = [ended(fresh), ended(used)];
    await closeServer();
    await Promise.all(ends);
  });

  it('answers what it was asked before, however long that takes', async () => {
    const { closeServer, answer, asked, port } = await startServer();
    const socket = await open(port);
    const silent = await open(port);
    socket.write(`${GET('/slow')}\r\n`);
    const answered = text(socket);
    await asked;

    const closed = closeServer();
    await ended(silent); // it has swept
    answer('after all');
    await closed;

    expect(await answered).toContain('after all');
  });
});
