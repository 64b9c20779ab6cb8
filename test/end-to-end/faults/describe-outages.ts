import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { checkBooks } from '../../../lambdas/domain/books/check-books';
import { APPLICATION_USER } from '../../../localstack/postgres/admit-functions';
import { type Bench, factsOf } from './bench';
import { confirmedOnce } from './fault-case';

const changePassword = (client: Client, password: string) =>
  client.query(`ALTER ROLE ${APPLICATION_USER} PASSWORD ${client.escapeLiteral(password)}`);

/**
 * What hits every order at once.
 *
 * @param lockedForMs how long row 24 keeps a row from everybody: longer than the database lets them wait for it
 */
export function describeOutages(
  benchOf: () => Bench,
  rows: readonly (23 | 24 | 26 | 45)[],
  { lockedForMs = 20_000 }: { readonly lockedForMs?: number } = {},
): void {
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
        // Whoever holds a lock for so long without a word has to ask for it: the database would end the session.
        await client.query('SET idle_in_transaction_session_timeout = 0');
        await client.query('BEGIN');
        await client.query("SELECT FROM stock WHERE sku = 'TEA-ASSAM-250' FOR UPDATE");
        orderIds = await placeSome();
        await sleep(lockedForMs);
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

    'row 26: survive that their password is changed, every session is terminated, and the new one comes late':
      async () => {
        const orderIds = await placeSome();
        const { password } = benchOf().chaos.endpoints.postgres;
        await inDatabase(async (client) => {
          await changePassword(client, randomUUID());
          await client.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
          );
          await sleep(5_000);
          // The functions' environment cannot be changed here, so the password becomes what they know.
          await changePassword(client, password);
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
