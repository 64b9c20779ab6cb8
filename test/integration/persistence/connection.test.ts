import type { Client } from 'pg';
import { connectThroughProxy } from '../../../lambdas/persistence/postgres/connect-through-proxy';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { carryOrder } from '../../support/contracts/carry-order';
import { whatIsWrongWith } from '../../support/contracts/check-snapshot';
import type { StoreWorld } from '../../support/contracts/store-world';
import { eventually } from '../../support/end-to-end/eventually';
import { orderForTea } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld, postgresStores } from '../../support/postgres-world';
import { startTcpRelay, type TcpRelay } from '../../support/tcp-relay';

const DEADLINES = { connectTimeoutMs: 300, queryTimeoutMs: 300 };
const AWAY = { name: 'DependencyUnavailableError', message: 'postgres is unavailable' };

describe('The connection to Postgres', () => {
  const testDatabase = useTestDatabase();
  const order = orderForTea(2);
  const { orderId } = order;
  let session: Client;
  let relay: TcpRelay;
  let database: Database;
  let world: StoreWorld;

  beforeAll(async () => {
    session = await testDatabase.session();
  });
  beforeEach(async () => {
    const { environment } = testDatabase;
    relay = await startTcpRelay({ host: environment.DATABASE_HOST, port: environment.DATABASE_PORT });
    database = connectThroughProxy({ ...environment, DATABASE_PORT: relay.port }, DEADLINES);
    world = await openPostgresWorld(session, database);
  });
  afterEach(async () => {
    await database.close();
    await relay.close();
  });

  const serverPid = async () =>
    (await database.query<{ readonly pid: number }>('SELECT pg_backend_pid() AS pid'))[0]?.pid;
  const inDatabase = (setting: string) =>
    session.query(`ALTER DATABASE ${testDatabase.environment.DATABASE_NAME} ${setting}`);

  const endAllSessions = () =>
    session.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );

  it('is opened once and kept', async () => {
    expect(await serverPid()).toBe(await serverPid());
    await Promise.all([serverPid(), serverPid(), serverPid()]);

    expect(relay.connections).toBe(1);
  });

  it.each(['cut-before', 'cut-after', 'black-hole'] as const)(
    'row 22: %s while stock is held: Postgres counts as away, and the retry finds or makes one reservation',
    async (fault) => {
      const { inventory } = world.stores;
      const failing = postgresStores({
        ...database,
        query: (text, values) => {
          if (text.includes("'HELD'")) {
            relay.fail(fault);
          }
          return database.query(text, values);
        },
      });

      await expect(failing.inventory.reserve(order)).rejects.toMatchObject(AWAY);
      const held = (await world.snapshot()).stock['TEA']?.reserved;
      expect(held).toBe(fault === 'cut-after' ? 2 : 0);

      expect(await inventory.reserve(order)).toMatchObject({ kind: 'reserved' });
      const snapshot = await world.snapshot();
      expect(snapshot.stock['TEA']).toMatchObject({ available: 3, reserved: 2 });
      expect(whatIsWrongWith(snapshot)).toEqual([]);
    },
  );

  it('row 40: an answer of the confirmation that is lost does not lose the confirmation', async () => {
    await carryOrder(world.stores, order, 'shipping');
    relay.fail('cut-after');

    await expect(world.stores.orders.confirm(orderId)).rejects.toMatchObject(AWAY);
    expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'confirmed' });
    expect((await world.snapshot()).orders[orderId]).toMatchObject({ status: 'CONFIRMED', version: 5 });
  });

  it('row 26: is opened anew when the server had ended it while it was idle', async () => {
    const before = await serverPid();
    await session.query('SELECT pg_terminate_backend($1, 1000)', [before]);
    await new Promise((resolve) => setTimeout(resolve, 500));

    expect(await serverPid()).not.toBe(before);
  });

  it('row 23: counts as away when the server ends it under a running statement, and works again after', async () => {
    const running = database.query('SELECT pg_sleep(10)');
    await untilRunning('pg_sleep');
    await session.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(10)' AND pid <> pg_backend_pid()",
    );

    await expect(running).rejects.toMatchObject(AWAY);
    expect(await serverPid()).toEqual(expect.any(Number));
  });

  it('row 23: is given up when the server has become read-only, since the writer is elsewhere now', async () => {
    await serverPid();
    await endAllSessions();
    await inDatabase('SET default_transaction_read_only = on');
    try {
      await expect(world.stores.inventory.reserve(order)).rejects.toMatchObject(AWAY);
    } finally {
      await inDatabase('RESET default_transaction_read_only');
      await endAllSessions(); // the writer that is elsewhere knows none of them, nor does a pooler that follows it
    }

    const reserveAgain = () => world.stores.inventory.reserve(order).catch(() => undefined);
    expect(await eventually(reserveAgain, (outcome) => outcome !== undefined)).toMatchObject({ kind: 'reserved' });
  });

  it('row 24: a statement that gets no answer in time is given up with its connection', async () => {
    await expect(database.query('SELECT pg_sleep(5)')).rejects.toMatchObject(AWAY);

    expect(await serverPid()).toEqual(expect.any(Number));
    expect(relay.connections).toBe(2);
  });

  it('row 24: the server gives up a lock that another holds for long, and nothing is half done', async () => {
    await inDatabase("SET lock_timeout = '100ms'");
    const holder = await testDatabase.session();
    await holder.query('BEGIN');
    await holder.query("SELECT FROM stock WHERE sku = 'TEA' FOR UPDATE");

    const patient = postgresStores(testDatabase.connect());
    await expect(patient.inventory.reserve(order)).rejects.toMatchObject(AWAY);
    await holder.query('ROLLBACK');
    await inDatabase('RESET lock_timeout');

    expect((await world.snapshot()).reservations).toEqual({});
    expect(await patient.inventory.reserve(order)).toMatchObject({ kind: 'reserved' });
  });

  it('row 24: leaves no transaction open, whatever happens', async () => {
    await carryOrder(world.stores, order, 'confirmed');
    await world.stores.inventory.release(orderId);

    const { rows } = await session.query(
      "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'",
    );
    expect(rows).toEqual([]);
  });

  it.each([
    ['nobody listens', { DATABASE_PORT: 1 }],
    ['the password has been changed', { DATABASE_PASSWORD: 'of-yesterday' }],
    ['the database is not there', { DATABASE_NAME: 'nowhere' }],
  ])('counts Postgres as away when %s', async (_, change) => {
    const elsewhere = connectThroughProxy({ ...testDatabase.environment, ...change }, DEADLINES);

    await expect(elsewhere.query('SELECT 1')).rejects.toMatchObject(AWAY);
    await elsewhere.close();
  });

  it('counts Postgres as away when it takes no more connections', async () => {
    await inDatabase('CONNECTION LIMIT 1');
    await session.query('CREATE ROLE guest LOGIN PASSWORD $$guest$$');
    try {
      const guest = { ...testDatabase.environment, DATABASE_USER: 'guest', DATABASE_PASSWORD: 'guest' };
      const full = connectThroughProxy(guest, DEADLINES);
      await expect(full.query('SELECT 1')).rejects.toMatchObject(AWAY);
      await full.close();
    } finally {
      await session.query('DROP ROLE guest');
      await inDatabase('CONNECTION LIMIT -1');
    }
  });

  it('says which constraint refused a statement, and nothing of the row', async () => {
    const oversold = database.query("UPDATE stock SET available = -1 WHERE sku = 'TEA'");

    const error = await oversold.catch((refused: Error) => refused);
    expect(error).toMatchObject({
      name: 'PostgresStatementError',
      sqlState: '23514',
      constraint: expect.stringMatching(/^(stock_available_check|every_unit_is_somewhere)$/),
    });
    expect(JSON.stringify({ ...(error as object), message: (error as Error).message })).not.toContain('TEA');
  });

  it('row 25: keeps nothing in the session that a pooler would have to keep', async () => {
    await carryOrder(world.stores, order, 'confirmed');

    const [kept] = await database.query<{ readonly kept: number }>(
      `SELECT (SELECT count(*)::int FROM pg_prepared_statements) +
        (SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) +
        (SELECT count(*)::int FROM pg_settings WHERE source = 'session') AS kept`,
    );
    expect(kept).toEqual({ kept: 0 });
  });

  async function untilRunning(text: string): Promise<void> {
    for (;;) {
      const { rows } = await session.query(
        `SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()`,
        [`%${text}%`],
      );
      if (rows.length > 0) {
        return;
      }
    }
  }
});
