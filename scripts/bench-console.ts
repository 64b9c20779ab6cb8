import { Client } from 'pg';
import { migrateDatabase } from '../test/support/migrate';
import { startOwnPostgres } from '../test/support/own-postgres';
import { seedOrders } from '../test/support/seed-orders';
import { measuredOrders, measurePages } from './bench-console/measure-pages';
import { startBenchedConsole } from './bench-console/start-console';

/*
 * How fast the console's pages are with many orders in Postgres, which is real, and with AWS as slow as it is
 * (`bench-console/delays.ts`). Fails when one of them is slower than the promise.
 *
 *   npm run bench:console                       1,000,000 orders
 *   npm run bench:console -- 50000
 */

const ORDERS = Number(process.argv[2] ?? 1_000_000);
const PROMISE_MS = 100;

async function main(): Promise<void> {
  const postgres = await startOwnPostgres();
  try {
    await migrateDatabase(new URL(postgres.url));
    const session = new Client({ connectionString: postgres.url });
    await session.connect();
    const began = performance.now();
    await seedOrders(session, ORDERS);
    await session.end();
    console.log(`${ORDERS} orders are there after ${Math.round((performance.now() - began) / 1_000)} s`);
    const benched = await startBenchedConsole(postgres.primary, measuredOrders(ORDERS));
    try {
      const slowest = await measurePages(benched.base, ORDERS);
      process.exitCode = slowest < PROMISE_MS ? 0 : 1;
      console.log(`\nThe slowest p95 is ${slowest.toFixed(1)} ms; the promise is ${PROMISE_MS} ms.`);
    } finally {
      await benched.close();
    }
  } finally {
    await postgres.stop();
  }
}

void main();
