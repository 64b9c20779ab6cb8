import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { checkBooks } from '../../../lambdas/domain/books/check-books';
import { type Bench, factsOf } from './bench';
import { confirmedOnce } from './fault-case';

/** What hits every order at once. */
export function describeOutages(benchOf: () => Bench, rows: readonly (23 | 24 | 26 | 45)[]): void {
  const placeSome = (): Promise<readonly string[]> => Promise.all(Array.from({ length: 8 }, () => benchOf().place()));

  const expectAllConfirmed = async (orderIds: readonly string[]): Promise<void> => {
    const books = await benchOf().quietBooks();
    expect(orderIds.map((orderId) => factsOf(books, orderId))).toMatchObject(orderIds.map(() => confirmedOnce));
    expect(checkBooks(books)).toEqual([]);
  };
  const inDatabase = async (work: (client: Client) => Promise<void>): Promise<void> => {
    const client = new Client({ connectionString: benchOf().chaos.endpoints.postgres.url });
    client.on('error', () => {});
    await client.connect();
    await work(client);
    await client.end();
  };

  const outages = {
    'row 23: are accepted while Postgres is away for 10 s, and confirmed when it is back': async () => {
      const before = await placeSome();
      await benchOf().chaos.killPostgres();
      const meanwhile = await placeSome();
      await sleep(10_000);
      await benchOf().chaos.restartPostgres();

      await expectAllConfirmed([...before, ...meanwhile]);
    },

    'row 24: wait for a row that is locked for longer than the database lets them': async () => {
      let orderIds: readonly string[] = [];
      await inDatabase(async (client) => {
        await client.query('BEGIN');
        await client.query("SELECT FROM stock WHERE sku = 'TEA-ASSAM-250' FOR UPDATE");
        orderIds = await placeSome();
        await sleep(6_000);
        await client.query('ROLLBACK');
      });

      await expectAllConfirmed(orderIds);
      await inDatabase(async (client) => {
        const { rows: open } = await client.query(
          "SELECT query FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'",
        );
        expect(open).toEqual([]);
      });
    },

    'row 26: survive that every session of the database is terminated': async () => {
      const orderIds = await placeSome();
      await inDatabase(async (client) => {
        await client.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
        );
      });

      await expectAllConfirmed(orderIds);
    },

    'row 45: survive that every worker is killed, and Postgres restarted, while they are on their way': async () => {
      const orderIds = await placeSome();
      expect(await benchOf().chaos.killWorkers()).toBeGreaterThan(0);
      await benchOf().chaos.killPostgres();
      await benchOf().chaos.restartPostgres();

      await expectAllConfirmed(orderIds);
    },
  };

  describe('all under the same', () => {
    const chosen = Object.entries(outages).filter(([title]) => rows.some((row) => title.startsWith(`row ${row}:`)));

    it.each(chosen)('%s', (_, outage) => outage());
  });
}
