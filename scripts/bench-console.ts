import { availableParallelism, loadavg } from 'node:os';
import { Client } from 'pg';
import { migrateDatabase } from '../test/support/migrate';
import { startOwnPostgres } from '../test/support/own-postgres';
import { seedOrders } from '../test/support/seed-orders';
import { measuredOrders, measurePages, type PageTimes } from './bench-console/measure-pages';
import { overBound } from './bench-console/over-bound';
import { startBenchedConsole } from './bench-console/start-console';
import { scriptCommand } from './script-command';
import { whole } from './whole-number';

/*
 * How fast the console's pages are with many orders in Postgres, which is real, and with AWS as slow as it is
 * (`bench-console/delays.ts`). Ends with 1 when one of them is slower than the promise, and says which.
 *
 *   npm run bench:console                              1,000,000 orders
 *   npm run bench:console -- 50000 --pages 'one order|acts'
 *   npm run bench:console -- --max-p95 60
 */

const PROMISE_MS = 100;

const command = scriptCommand('bench:console')
  .description('asks for every page of the operator console again and again, over a Postgres of its own')
  .argument('[orders]', 'how many are in it', whole, 1_000_000)
  .option('--max-p95 <ms>', 'exit with 1 when a page is slower than this at p95', whole, PROMISE_MS)
  .option('--pages <pattern>', 'only those whose name fits this regular expression', (text) => new RegExp(text))
  .parse();
const orders: number = command.processedArgs[0];
const { maxP95, pages } = command.opts<{ maxP95: number; pages?: RegExp }>();

async function main(): Promise<number> {
  const postgres = await startOwnPostgres();
  try {
    await migrateDatabase(new URL(postgres.url));
    const session = new Client({ connectionString: postgres.url });
    await session.connect();
    const began = performance.now();
    await seedOrders(session, orders);
    await session.end();
    console.log(`${orders} orders are there after ${Math.round((performance.now() - began) / 1_000)} s`);
    const benched = await startBenchedConsole(postgres.primary, measuredOrders(orders));
    try {
      sayHowBusy('before');
      const times = await measurePages(benched.base, orders, pages);
      sayHowBusy('after');
      return sayResult(times);
    } finally {
      await benched.close();
    }
  } finally {
    await postgres.stop();
  }
}

/** Times mean little on a machine that has more to do than it has processors: the reader is to know. */
function sayHowBusy(when: string): void {
  const [minute = 0, , quarter = 0] = loadavg();
  console.log(
    `${when}: load ${minute.toFixed(1)} (${quarter.toFixed(1)} over a quarter of an hour) on ${availableParallelism()} processors`,
  );
}

function sayResult(times: readonly PageTimes[]): number {
  const slow = overBound(times, maxP95);
  for (const line of slow) {
    console.error(line);
  }
  console.log(`\n${times.length - slow.length} of ${times.length} are faster than ${maxP95} ms at p95.`);
  return slow.length > 0 ? 1 : 0;
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  },
);
