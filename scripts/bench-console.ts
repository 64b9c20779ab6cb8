import { Client } from 'pg';
import { createConsole } from '../console/create-console';
import { connectDatabases } from '../console/data/connect-databases';
import { createLife } from '../console/http/life';
import { createMetrics } from '../console/metrics/metrics';
import { listOrders } from '../console/orders/list-orders';
import { readOrder } from '../console/orders/read-order';
import { gatherFigures } from '../console/overview/gather';
import { readMinutes, readOpenOrders } from '../console/overview/order-figures';
import { createPoller } from '../console/overview/poller';
import { readRepairs } from '../console/repair/repairs';
import { systemClock } from '../lambdas/runtime/clock';
import { sourcesOf } from '../test/support/console/order-sources';
import { migrateDatabase } from '../test/support/migrate';
import { startOwnPostgres } from '../test/support/own-postgres';
import { seedOrders } from '../test/support/seed-orders';
import { measurePages } from './bench-console/measure-pages';

/*
 * How fast the console's pages are with many orders in Postgres. Fails when one of them is slower than the promise.
 *
 *   npm run bench:console                       1,000,000 orders
 *   npm run bench:console -- 50000
 */

const ORDERS = Number(process.argv[2] ?? 1_000_000);
const NOT_HERE = { missing: 'not in this benchmark: it is about Postgres' };

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
    const slowest = await bench(postgres.primary);
    process.exitCode = slowest < PROMISE_MS ? 0 : 1;
    console.log(`\nThe slowest p95 is ${slowest.toFixed(1)} ms; the promise is ${PROMISE_MS} ms.`);
  } finally {
    await postgres.stop();
  }
}

const PROMISE_MS = 100;

async function bench(address: { host: string; port: number; user: string; password: string }): Promise<number> {
  const { reader, writer } = connectDatabases(
    {
      DATABASE_HOST: address.host,
      DATABASE_PORT: address.port,
      DATABASE_READER_HOST: address.host,
      DATABASE_READER_PORT: address.port,
      DATABASE_NAME: 'postgres',
      DATABASE_USER: address.user,
      DATABASE_AUTH: 'password',
      DATABASE_PASSWORD: address.password,
    },
    { region: async () => '', credentials: async () => ({ accessKeyId: '', secretAccessKey: '' }) },
  );
  const life = createLife();
  const poller = createPoller(() =>
    gatherFigures(
      {
        minutes: () => readMinutes(reader, new Date()),
        open: () => readOpenOrders(reader),
        oldestWaiting: NOT_HERE,
        queues: NOT_HERE,
        circuits: NOT_HERE,
        alarms: NOT_HERE,
        drift: NOT_HERE,
      },
      systemClock,
    ),
  );
  const url = 'http://127.0.0.1';
  const app = await createConsole(
    {
      publicUrl: url,
      cookieSecrets: ['a secret of this benchmark and of nothing else'],
      logLevel: 'silent',
      signInOrigin: url,
    },
    {
      life,
      clock: systemClock,
      metrics: createMetrics(),
      identity: {
        begin: async () => ({
          url: new URL(`${url}/sign-in/callback`),
          attempt: { state: '', nonce: '', verifier: '' },
        }),
        finish: async () => ({ subject: 'bench', name: 'bench', role: 'operator' }),
      },
      dependencies: {},
      poller,
      orders: {
        list: (search) => listOrders(reader, search),
        notStarted: async () => [],
        sources: sourcesOf({ order: (orderId) => readOrder(reader, orderId) }),
        acts: [],
      },
      desk: {
        latest: async () => ({ at: new Date(), letters: [] }),
        lookNow: async () => ({ at: new Date(), letters: [] }),
        current: undefined,
        job: undefined,
        begin: async () => ({ treatment: 'replay', by: '', total: 0, outcomes: [], hasEnded: true }),
        stop: async () => {},
      },
      queues: [],
      findStanding: async () => ({ stands: 'unknown' }),
      actions: { actionsOn: async () => [], newest: async () => [] },
      repairs: () => readRepairs(reader),
      webhooks: { endpoints: NOT_HERE, deliveries: NOT_HERE },
    },
  );
  try {
    return await measurePages(await app.listen({ host: '127.0.0.1', port: 0 }), ORDERS);
  } finally {
    life.endStreams();
    await app.close();
    await poller.stop();
    await Promise.all([reader.close(), writer.close()]);
  }
}

void main();
