import type { Client } from 'pg';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { describeAllStores } from '../../support/contracts/all-stores.contract';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld } from '../../support/postgres-world';

describe('Postgres stores', () => {
  const testDatabase = useTestDatabase();
  let session: Client;
  let database: Database;
  beforeAll(async () => {
    session = await testDatabase.session();
    database = testDatabase.connect();
  });

  describeAllStores(() => openPostgresWorld(session, database));
});
