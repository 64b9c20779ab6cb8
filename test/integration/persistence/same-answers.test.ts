import fc from 'fast-check';
import type { Client } from 'pg';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { whatIsWrongWith } from '../../support/contracts/check-snapshot';
import { outcomeOf, storeCalls } from '../../support/contracts/store-call';
import type { Stores } from '../../support/contracts/store-world';
import { openInMemoryWorld } from '../../support/in-memory/in-memory-world';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld, postgresStores } from '../../support/postgres-world';

describe('Any calls in any order', () => {
  const testDatabase = useTestDatabase();
  const functions: Stores[] = [];
  let session: Client;
  let database: Database;

  beforeAll(async () => {
    session = await testDatabase.session();
    database = testDatabase.connect();
    functions.push(...Array.from({ length: 6 }, () => postgresStores(testDatabase.connect())));
  });

  it('get the same answers from Postgres and from memory, and leave the same books', async () => {
    await fc.assert(
      fc.asyncProperty(storeCalls(3, 12), async (calls) => {
        const inMemory = await openInMemoryWorld();
        const postgres = await openPostgresWorld(session, database);

        for (const call of calls) {
          expect([call, await outcomeOf(call, postgres.stores)]).toEqual([
            call,
            await outcomeOf(call, inMemory.stores),
          ]);
        }
        const snapshot = await postgres.snapshot();
        expect(snapshot).toEqual(await inMemory.snapshot());
        expect(whatIsWrongWith(snapshot)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('rows 20, 21, 39, 40: leave right books when several functions make them at once', async () => {
    await fc.assert(
      fc.asyncProperty(storeCalls(2, 20), async (calls) => {
        const postgres = await openPostgresWorld(session, database);

        const outcomes = await Promise.all(
          functions.map(async (stores, index) => {
            const mine = calls.filter((_, position) => position % functions.length === index);
            const answers: unknown[] = [];
            for (const call of mine) {
              answers.push(await outcomeOf(call, stores));
            }
            return answers;
          }),
        );

        expect(whatIsWrongWith(await postgres.snapshot())).toEqual([]);
        expect(JSON.stringify(outcomes)).not.toMatch(/PostgresStatementError|UndecidedError|DependencyUnavailable/);
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
