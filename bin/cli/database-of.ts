import { connectThroughProxy } from '../../lambdas/persistence/postgres/connect-through-proxy';
import type { Endpoints } from '../../localstack/endpoints';

/** The database of the local cloud, which a person may talk to. */
export const databaseOf = ({ host, port, database, user, password }: Endpoints['postgres']) =>
  connectThroughProxy({
    DATABASE_HOST: host,
    DATABASE_PORT: port,
    DATABASE_NAME: database,
    DATABASE_USER: user,
    DATABASE_PASSWORD: password,
    DATABASE_AUTH: 'password',
  });
