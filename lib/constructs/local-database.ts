import type { LocalStage } from '../stage';
import type { OrderDatabase } from './database-access';

/** The Postgres of the local cloud: it runs beside the emulator, so there is nothing to create. */
export const localDatabase = ({ database }: LocalStage): OrderDatabase => ({
  environment: (access) => ({
    ...(access === 'read'
      ? { DATABASE_READER_HOST: database.reader.host, DATABASE_READER_PORT: String(database.reader.port) }
      : {}),
    DATABASE_HOST: database.host,
    DATABASE_PORT: String(database.port),
    DATABASE_NAME: database.name,
    DATABASE_USER: database.user,
    DATABASE_AUTH: 'password',
    DATABASE_PASSWORD: database.password,
  }),
  grantConnect: () => {},
});
