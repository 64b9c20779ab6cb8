import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Books } from '../../../lambdas/domain/books/books';
import { checkBooks } from '../../../lambdas/domain/books/check-books';
import { type Bench, factsOf, startBench } from './bench';
import { CRASH_CASES } from './crash-cases';
import { DATABASE_CASES } from './database-cases';
import { confirmedOnce, type FaultCase } from './fault-case';
import { INTAKE_CASES } from './intake-cases';
import { PAYMENT_CASES } from './payment-cases';
import { QUEUE_CASES } from './queue-cases';
import { STEP_CASES } from './step-cases';

jest.setTimeout(600_000);

const CASES: readonly FaultCase[] = [
  ...STEP_CASES, // first: some of them take longest
  ...QUEUE_CASES,
  ...INTAKE_CASES,
  ...PAYMENT_CASES,
  ...DATABASE_CASES,
  ...CRASH_CASES,
];
const AT_ONCE = 16;

describe('Orders under faults', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench?.close());

  describe('each under its own', () => {
    const outcomes = new Map<string, string | Error>();
    let books: Books;

    beforeAll(async () => {
      const waiting = [...CASES];
      const worker = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          outcomes.set(next.title, await bench.run(next).catch((error: Error) => error));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      books = await bench.quietBooks();
    });

    it.each(CASES.map((fault) => [fault.title, fault] as const))('%s', (title, { expected }) => {
      const orderId = outcomes.get(title);
      if (typeof orderId !== 'string') {
        throw orderId;
      }
      expect(factsOf(books, orderId)).toMatchObject(expected);
    });

    it('leaves books that agree', () => {
      expect(checkBooks(books)).toEqual([]);
    });

    it('has done everything that was asked for', async () => {
      expect(await bench.unmet()).toEqual([]);
    });
  });

  describe('all under the same', () => {
    const placeSome = (): Promise<readonly string[]> => Promise.all(Array.from({ length: 8 }, () => bench.place()));

    const expectAllConfirmed = async (orderIds: readonly string[]): Promise<void> => {
      const books = await bench.quietBooks();
      expect(orderIds.map((orderId) => factsOf(books, orderId))).toMatchObject(orderIds.map(() => confirmedOnce));
      expect(checkBooks(books)).toEqual([]);
    };
    const inDatabase = async (work: (client: Client) => Promise<void>): Promise<void> => {
      const client = new Client({ connectionString: bench.chaos.endpoints.postgres.url });
      client.on('error', () => {});
      await client.connect();
      await work(client);
      await client.end();
    };

    it('row 23: are accepted while Postgres is away for 10 s, and confirmed when it is back', async () => {
      const before = await placeSome();
      await bench.chaos.killPostgres();
      const meanwhile = await placeSome();
      await sleep(10_000);
      await bench.chaos.restartPostgres();

      await expectAllConfirmed([...before, ...meanwhile]);
    });

    it('row 24: wait for a row that is locked for longer than the database lets them', async () => {
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
        const { rows } = await client.query(
          "SELECT query FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'",
        );
        expect(rows).toEqual([]);
      });
    });

    it('row 26: survive that every session of the database is terminated', async () => {
      const orderIds = await placeSome();
      await inDatabase(async (client) => {
        await client.query(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
        );
      });

      await expectAllConfirmed(orderIds);
    });

    it('row 45: survive that every worker is killed, and Postgres restarted, while they are on their way', async () => {
      const orderIds = await placeSome();
      expect(await bench.chaos.killWorkers()).toBeGreaterThan(0);
      await bench.chaos.killPostgres();
      await bench.chaos.restartPostgres();

      await expectAllConfirmed(orderIds);
    });
  });
});
