import { Client, type ClientConfig } from 'pg';

/** Works with a session of its own, and ends it. That a server has gone is news for the statement that needs it, and ends nobody. */
export async function withSession<Result>(
  server: string | ClientConfig,
  work: (session: Client) => Promise<Result>,
): Promise<Result> {
  const session = new Client(server);
  session.on('error', () => undefined);
  await session.connect();
  try {
    return await work(session);
  } finally {
    await session.end();
  }
}
