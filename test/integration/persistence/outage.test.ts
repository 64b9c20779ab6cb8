import '../../support/intake/quiet';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { createGetOrder } from '../../../lambdas/api/get-order';
import { createListOrders } from '../../../lambdas/api/list-orders';
import { createListProducts } from '../../../lambdas/api/list-products';
import { connectConsistentOrders } from '../../../lambdas/persistence/postgres/connect-consistent-orders';
import { connectThroughProxy } from '../../../lambdas/persistence/postgres/connect-through-proxy';
import { apiHandler } from '../../../lambdas/runtime/api-handler';
import type { ReopenableServer } from '../../../localstack/chaos/reopenable-server';
import { startPostgresDetour } from '../../../localstack/chaos/tcp-detour';
import type { TcpFault } from '../../../localstack/chaos/tcp-fault';
import { carryOrder } from '../../support/contracts/carry-order';
import { callApi } from '../../support/intake/api-call';
import { CUSTOMER } from '../../support/intake/order-mother';
import { orderForTea } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld, postgresStores } from '../../support/postgres-world';

/** Of a route; the gateway would wait a little longer. */
const ROUTE_TIMEOUT_MS = 20_000;

/** Whoever asks as soon as Postgres is back may still be told to ask again, on a busy machine at least. */
const ATTEMPTS = 5;
const RETRY_AFTER_MS = 1_000;

jest.setTimeout(120_000);

/** The functions that read, with what is deployed below them, and a way to Postgres that can be taken away. */
describe('While Postgres is away', () => {
  const testDatabase = useTestDatabase();
  const order = orderForTea(2, { customerId: CUSTOMER });
  const { orderId } = order;
  const detours: ReopenableServer[] = [];
  let fault: TcpFault | undefined;
  let session: Client;
  let functions: ReturnType<typeof functionsOver>;

  beforeAll(async () => {
    const { environment } = testDatabase;
    session = await testDatabase.session();
    for (const point of ['postgres', 'replica'] as const) {
      detours.push(await startPostgresDetour({ point, to: () => environment.DATABASE_PORT, faults: () => fault }));
    }
    functions = functionsOver(detours.map(({ port }) => port));
  });
  beforeEach(async () => {
    const world = await openPostgresWorld(session, testDatabase.connect());
    await carryOrder(world.stores, order, 'charged');
  });
  afterEach(async () => {
    fault = undefined;
    await Promise.all(detours.map((detour) => detour.up()));
  });
  afterAll(async () => {
    await Promise.all(detours.map((detour) => detour.close()));
  });

  function functionsOver([port = 0, readerPort = 0]: readonly number[]) {
    const writer = { ...testDatabase.environment, DATABASE_PORT: port };
    const orders = connectConsistentOrders({
      ...writer,
      DATABASE_READER_HOST: writer.DATABASE_HOST,
      DATABASE_READER_PORT: readerPort,
    });
    const intake = { find: async () => undefined };
    const getOrder = apiHandler('GET /orders/{orderId}', createGetOrder({ orders, intake }));
    const listOrders = apiHandler('GET /orders', createListOrders({ orders }));
    const listProducts = apiHandler('GET /products', createListProducts({ catalogue: orders }));
    return {
      reads: () =>
        Promise.all([
          callApi(getOrder, { pathParameters: { orderId } }),
          callApi(listOrders),
          callApi(listProducts, { path: '/products' }),
        ]),
      stores: postgresStores(connectThroughProxy(writer)),
    };
  }
  const statuses = async () => (await functions.reads()).map(({ status }) => status);
  /** As a client sees them that was told when to ask again. */
  const statusesInTheEnd = async () => {
    for (let attempt = 1; ; attempt += 1) {
      const seen = await statuses();
      if (attempt === ATTEMPTS || seen.every((status) => status === 200)) {
        return seen;
      }
      await pause(RETRY_AFTER_MS);
    }
  };
  const leave = () => Promise.all(detours.map((detour) => detour.down()));

  it.each([
    ['refuses connections', leave],
    [
      'is silent',
      async () => {
        fault = { kind: 'black-hole' };
      },
    ],
  ] as const)(
    'row 23: reads say when to ask again, in time, when it %s; and the same functions answer after it',
    async (_, goAway) => {
      expect(await statuses()).toEqual([200, 200, 200]);
      await goAway();

      const startedAt = performance.now();
      const answers = await functions.reads();
      expect(performance.now() - startedAt).toBeLessThan(ROUTE_TIMEOUT_MS);
      for (const { status, headers, body } of answers) {
        expect({ status, type: body.type, contentType: headers['content-type'] }).toEqual({
          status: 503,
          type: '/problems/temporarily-unavailable',
          contentType: 'application/problem+json',
        });
        expect(Number(headers['retry-after'])).toBeGreaterThan(0);
      }

      fault = undefined;
      await Promise.all(detours.map((detour) => detour.up()));
      expect(await statusesInTheEnd()).toEqual([200, 200, 200]);
    },
  );

  it('row 23: a step waits as it is meant to, leaves nothing half done, and goes on after it', async () => {
    const { orders } = functions.stores;
    const before = await functions.stores.reader.findOrder(orderId);
    await leave();

    await expect(functions.stores.shipments.beginShipment(orderId)).rejects.toMatchObject({
      name: 'DependencyUnavailableError',
    });
    await expect(orders.confirm(orderId)).rejects.toMatchObject({ name: 'DependencyUnavailableError' });
    await pause(50);
    await Promise.all(detours.map((detour) => detour.up()));

    expect(await functions.stores.reader.findOrder(orderId)).toEqual(before);
    await carryOrder(functions.stores, order, 'confirmed');
    expect(await functions.stores.reader.findOrder(orderId)).toMatchObject({ status: 'CONFIRMED', version: 5 });
  });

  it('row 24: a pool that has no connection to give is reported in time, and nothing is left of who waited', async () => {
    const stores = postgresStores(testDatabase.connect());
    await carryOrder(stores, order, 'shipping');
    const holder = await testDatabase.session();
    await holder.query('BEGIN');
    await holder.query('SELECT FROM orders WHERE order_id = $1 FOR UPDATE', [orderId]);

    const waiting = Array.from({ length: 4 }, () => stores.orders.confirm(orderId));
    const outcomes = await Promise.allSettled(waiting);
    await holder.query('ROLLBACK');

    expect(new Set(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.name))).toEqual(
      new Set(['DependencyUnavailableError']),
    );
    const { rows } = await session.query(
      "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
    );
    expect(rows).toEqual([]);
    await carryOrder(stores, order, 'confirmed');
    expect(await stores.reader.findOrder(orderId)).toMatchObject({ status: 'CONFIRMED' });
  });
});
