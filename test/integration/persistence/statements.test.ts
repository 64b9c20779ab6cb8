import { Client } from 'pg';
import { OPEN_REPAIRS } from '../../../console/repair/repairs';
import * as booksStatements from '../../../lambdas/persistence/postgres/books-statements';
import { connectThroughProxy } from '../../../lambdas/persistence/postgres/connect-through-proxy';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { UNPUBLISHED } from '../../../lambdas/persistence/postgres/order-gauges';
import { createPostgresOrderReader } from '../../../lambdas/persistence/postgres/order-reader';
import * as orderStatements from '../../../lambdas/persistence/postgres/order-statements';
import { createPostgresOutbox } from '../../../lambdas/persistence/postgres/outbox';
import * as outboxStatements from '../../../lambdas/persistence/postgres/outbox-statements';
import * as recordStatements from '../../../lambdas/persistence/postgres/payment-records-statements';
import * as paymentStatements from '../../../lambdas/persistence/postgres/payment-statements';
import * as releaseStatements from '../../../lambdas/persistence/postgres/release-statement';
import * as reserveStatements from '../../../lambdas/persistence/postgres/reserve-statements';
import * as shipmentStatements from '../../../lambdas/persistence/postgres/shipment-statements';
import { statementName } from '../../../lambdas/persistence/postgres/traced-database';
import { describeAllStores } from '../../support/contracts/all-stores.contract';
import { orderIdOf } from '../../support/mothers/order-mother';
import { askWhatOperatorsAsk } from '../../support/operator-statements';
import { type PinningRelay, startPinningRelay } from '../../support/pinning-relay';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld } from '../../support/postgres-world';
import { seedOrders } from '../../support/seed-orders';

/** A million with `npm run test:million`: fewer show the same plans, but not that they hold. */
const ORDERS = Number(process.env['ORDER_WORKFLOW_EXPLAIN_ORDERS'] ?? 20_000);
/** These grow with the orders. The catalogue does not, and one statement lists the whole of it. */
const GROWING = [
  'orders',
  'order_lines',
  'order_events',
  'order_resolutions',
  'outbox',
  'reservations',
  'reservation_lines',
  'payments',
  'shipments',
];

/** Asked for all of something, by a schedule or an operator and never on the way of an order. */
const READ_ALL: readonly { readonly text: string; readonly tables: readonly string[]; readonly why: string }[] = [
  {
    text: booksStatements.STOCK,
    tables: ['reservations', 'reservation_lines'],
    why: 'adds up all reservations; not sent when there are more than 500,000',
  },
  { text: outboxStatements.MEASURE_BACKLOG, tables: ['outbox'], why: 'counts what waits, and nothing else is there' },
  { text: UNPUBLISHED, tables: ['outbox'], why: 'looks for the oldest of what waits' },
];
const mayReadAll = (text: string, table: string): boolean =>
  READ_ALL.some((known) => known.text === text && known.tables.includes(table));

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
}

describe('Statements of the functions', () => {
  const testDatabase = useTestDatabase();
  /** Each text with the values that it was last sent with. */
  const statements = new Map<string, readonly unknown[]>();
  let session: Client;
  let relay: PinningRelay;
  let database: Database;

  beforeAll(async () => {
    session = await testDatabase.session();
    const { environment } = testDatabase;
    relay = await startPinningRelay({ host: environment.DATABASE_HOST, port: environment.DATABASE_PORT });
    const direct = connectThroughProxy({ ...environment, DATABASE_PORT: relay.port });
    database = {
      ...direct,
      query: (text, values = []) => {
        statements.set(text, values);
        return direct.query(text, values);
      },
    };
  });
  afterAll(async () => {
    await database?.close();
    await relay?.close();
  });

  describeAllStores(() => openPostgresWorld(session, database));

  it('include those of operators and of reads with a token', async () => {
    await askWhatOperatorsAsk(database);
    // As few as a backlog this small is not read as a whole for.
    await createPostgresOutbox({ database }).claim({ leftForSeconds: 0, leaseSeconds: 60, limit: 2 });
    await createPostgresOrderReader({ database }).listOrdersSince(
      { customerId: 'customer-1', limit: 20, after: { acceptedAt: new Date().toISOString(), orderId: orderIdOf(1) } },
      { orderId: orderIdOf(1), version: 1 },
    );
  });

  it('have all been sent by the tests above', () => {
    const modules = [
      booksStatements,
      orderStatements,
      outboxStatements,
      recordStatements,
      paymentStatements,
      releaseStatements,
      reserveStatements,
      shipmentStatements,
    ];
    const known = modules.flatMap((module) => Object.entries(module));

    expect(known.length).toBeGreaterThan(15);
    expect(known.filter(([, text]) => !statements.has(text)).map(([name]) => name)).toEqual([]);
  });

  it('all have a name, by which traces and Postgres show them', () => {
    expect([...statements.keys()].filter((text) => statementName(text) === 'unnamed')).toEqual([]);
  });

  it('row 25: never send what would pin a session of the pooler', () => {
    expect(relay.triggers).toEqual([]);
    expect(relay.counts.parsed).toBeGreaterThan(200);
    expect(relay.counts.connections).toBe(1);
  });

  it.each<{ readonly text: string; readonly values?: readonly unknown[]; readonly name?: string }>([
    { text: "SET statement_timeout = '1s'" },
    { text: 'PREPARE one AS SELECT 1' },
    { text: 'CREATE TEMP TABLE t (a int)' },
    { text: 'SELECT pg_advisory_lock(1)' },
    { text: 'LISTEN orders' },
    { text: "SELECT set_config('work_mem', '8MB', false)" },
    { text: 'BEGIN' },
    { text: `SELECT '${'x'.repeat(17_000)}'` },
    { text: 'SELECT $1::int', values: [1], name: 'by-name' },
    { text: "/* orders:read */ SET statement_timeout = '1s'" },
    { text: '-- orders:read\n/* and /* nested */ */ BEGIN' },
    { text: "SELECT 1; SET statement_timeout = '1s'" },
    { text: "SELECT set_config/* a comment */('work_mem', '8MB', false)" },
    { text: 'SELECT 1 AS a INTO pg_temp.t' },
  ])('row 25: would be found out if they did: %#', async ({ text, values = [], name }) => {
    const { environment } = testDatabase;
    const witness = await startPinningRelay({ host: environment.DATABASE_HOST, port: environment.DATABASE_PORT });
    const client = new Client({
      host: environment.DATABASE_HOST,
      port: witness.port,
      database: environment.DATABASE_NAME,
      user: environment.DATABASE_USER,
      password: environment.DATABASE_PASSWORD,
    });
    await client.connect();
    await client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) }).catch(() => {});
    await client.end();
    await witness.close();

    expect(witness.triggers).toHaveLength(1);
  });

  describe(`over ${ORDERS.toLocaleString('en')} orders`, () => {
    beforeAll(async () => {
      await openPostgresWorld(session, database);
      await seedOrders(session, ORDERS);
    }, 600_000);

    it('never read a table from one end to the other that grows with the orders', async () => {
      const scans: string[] = [];
      for (const [text, values] of statements) {
        const { rows } = await session.query({ text: `EXPLAIN (FORMAT JSON) ${text}`, values: [...values] });
        const [{ Plan: plan }] = rows[0]['QUERY PLAN'] as readonly [{ readonly Plan: Plan }];
        for (const node of nodesOf(plan)) {
          const { 'Node Type': kind, 'Relation Name': table = '' } = node;
          if (kind === 'Seq Scan' && GROWING.includes(table) && !mayReadAll(text, table)) {
            scans.push(`${table}: ${text.trim().slice(0, 200)}`);
          }
        }
      }

      expect(statements.size).toBeGreaterThan(50);
      expect(READ_ALL.filter(({ text }) => !statements.has(text))).toEqual([]);
      expect(scans).toEqual([]);
    });

    it('find those that wait for a person without looking at those that a person has settled', async () => {
      const { rows } = await session.query(`EXPLAIN (FORMAT JSON) ${OPEN_REPAIRS}`);

      expect(nodesOf(rows[0]['QUERY PLAN'][0].Plan).map((node) => [node['Node Type'], node['Index Name']])).toEqual([
        ['Limit', undefined],
        ['Index Scan', 'orders_to_repair'],
      ]);
    });

    it('would be found out if they did', async () => {
      const { rows } = await session.query("EXPLAIN (FORMAT JSON) SELECT FROM orders WHERE reason = 'x'");

      expect(nodesOf(rows[0]['QUERY PLAN'][0].Plan).map((node) => node['Relation Name'])).toContain('orders');
    });
  });
});

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
