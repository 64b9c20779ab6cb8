import { Client } from 'pg';
import { migrate } from '../../../lambdas/persistence/migrate';
import { connectThroughProxy } from '../../../lambdas/persistence/postgres/connect-through-proxy';
import type { AslDefinition } from '../../support/asl/definition';
import { startOwnPostgres } from '../../support/own-postgres';
import type { Wiring } from '../engine/simulate';
import { postgresBooks } from '../world/postgres-books';
import { publishingWiring } from '../world/publishing-wiring';

/** Hands over what a command runs schedules on, the publication of events included, and clears it away afterwards. */
export const withWiring = <Result>(
  definition: AslDefinition,
  { postgres }: { readonly postgres?: true },
  work: (wiring: Wiring) => Promise<Result>,
): Promise<Result> => (postgres ? onPostgres(definition, work) : work(publishingWiring(definition)));

async function onPostgres<Result>(definition: AslDefinition, work: (wiring: Wiring) => Promise<Result>) {
  const server = await startOwnPostgres();
  const url = new URL(server.url);
  const address = {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: url.username,
    password: url.password,
  };
  const database = connectThroughProxy({
    DATABASE_HOST: address.host,
    DATABASE_PORT: address.port,
    DATABASE_NAME: address.database,
    DATABASE_USER: address.user,
    DATABASE_AUTH: 'password',
    DATABASE_PASSWORD: address.password,
  });
  const session = new Client(address);
  try {
    await migrate(address);
    await session.connect();
    return await work(publishingWiring(definition, { openBooks: await postgresBooks(session, database) }));
  } finally {
    await Promise.allSettled([session.end(), database.close()]);
    await server.stop();
  }
}
