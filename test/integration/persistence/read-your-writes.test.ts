import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { Client } from 'pg';
import { alsoSeen, seenOrder } from '../../../lambdas/api/consistency-header';
import type { ConsistencyToken } from '../../../lambdas/contracts/consistency-token';
import { connectThroughProxy } from '../../../lambdas/persistence/postgres/connect-through-proxy';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { createPostgresOrderReader } from '../../../lambdas/persistence/postgres/order-reader';
import { createReadYourWrites } from '../../../lambdas/persistence/read-your-writes';
import type { ConsistentOrders, ReadChoice } from '../../../lambdas/ports/consistent-orders';
import type { OrderView } from '../../../lambdas/ports/order-reader';
import { systemClock } from '../../../lambdas/runtime/clock';
import type { DatabaseAddress } from '../../../localstack/postgres/postgres';
import { setReplicaLag } from '../../../localstack/postgres/replica';
import { migrateDatabase } from '../../support/migrate';
import { startOwnReplicated } from '../../support/own-postgres';

const INTERLEAVINGS = 1_000;
/** No time that a list may rely on: what its token names must be enough, however far behind the replica is. */
const BOUNDS = { waitMs: 6, pollMs: 2, arrivedAfterMs: 0 };

/** One thing that a customer does, or that happens to the replica. */
type Move =
  | 'place'
  | 'change'
  | 'read'
  | 'read without a token'
  | 'list'
  | 'halt the replica'
  | 'let the replica go on';
const moves = fc.array(
  fc.constantFrom<Move>(
    ...(['place', 'change', 'change', 'read', 'read', 'read without a token', 'list', 'list'] as const),
    ...(['halt the replica', 'let the replica go on'] as const),
  ),
  { minLength: 3, maxLength: 8 },
);

describe('Reading what one has written, from a replica that is behind', () => {
  let servers: Awaited<ReturnType<typeof startOwnReplicated>>;
  let control: Client;
  let writer: Database;
  let replica: Database;
  let choices: ReadChoice[];
  let reads: ConsistentOrders;

  beforeAll(async () => {
    servers = await startOwnReplicated();
    await migrateDatabase(new URL(servers.url));
    const to = ({ host, port, user, password }: DatabaseAddress) =>
      connectThroughProxy({
        DATABASE_HOST: host,
        DATABASE_PORT: port,
        DATABASE_NAME: 'postgres',
        DATABASE_USER: user,
        DATABASE_AUTH: 'password',
        DATABASE_PASSWORD: password,
      });
    writer = to(servers.primary);
    replica = to(servers.replica);
    control = new Client({ ...servers.replica, database: 'postgres' });
    await control.connect();
    await until(async () => (await replica.query("SELECT to_regclass('orders') IS NOT NULL AS ready"))[0]);
  }, 60_000);
  beforeEach(() => {
    choices = [];
    reads = readsWith(BOUNDS);
  });
  afterAll(async () => {
    await Promise.all([writer?.close(), replica?.close(), control?.end()]);
    await servers?.stop();
  });

  const readsWith = (bounds: typeof BOUNDS) =>
    createReadYourWrites({
      replica: createPostgresOrderReader({ database: replica }),
      writer: createPostgresOrderReader({ database: writer }),
      clock: systemClock,
      pause,
      observer: { chose: (choice) => choices.push(choice) },
      bounds,
    });

  const place = (customerId: string) => write(INSERT, [randomUUID(), customerId]);
  const change = (orderId: string) => write(UPDATE, [orderId]);
  async function write(statement: string, values: readonly unknown[]): Promise<ConsistencyToken> {
    const [row] = await writer.query<{ order_id: string; version: number; updated_at: Date }>(statement, values);
    if (row === undefined) {
      throw new Error('expected the order that was written, got none');
    }
    return seenOrder({
      orderId: row.order_id,
      version: row.version,
      updatedAt: row.updated_at.toISOString(),
    } as OrderView);
  }

  /** One customer, who always sends the token of the last answer. @returns how many reads without one were stale */
  async function act(sequence: readonly Move[]): Promise<number> {
    const customerId = randomUUID();
    let token = await place(customerId);
    let stale = 0;
    for (const move of sequence) {
      const { orderId, version } = token.order ?? { orderId: '', version: 0 };
      switch (move) {
        case 'place':
          token = await place(customerId);
          break;
        case 'change':
          token = await change(orderId);
          break;
        case 'read': {
          const view = await reads.findOrder(orderId, token);
          expect(view?.version).toBeGreaterThanOrEqual(version);
          token = view === undefined ? token : alsoSeen(token, seenOrder(view));
          break;
        }
        case 'read without a token':
          stale += ((await reads.findOrder(orderId))?.version ?? 0) < version ? 1 : 0;
          break;
        case 'list': {
          const page = await reads.listOrders({ customerId, limit: 20 }, token);
          expect(page.find((view) => view.orderId === orderId)?.version).toBeGreaterThanOrEqual(version);
          token = alsoSeen(token, ...page.map(seenOrder));
          break;
        }
        case 'halt the replica':
          await control.query('SELECT pg_wal_replay_pause()');
          break;
        case 'let the replica go on':
          await control.query('SELECT pg_wal_replay_resume()');
          break;
      }
    }
    return stale;
  }

  it(`is never older than the write, over ${INTERLEAVINGS} random interleavings of two customers`, async () => {
    let stale = 0;
    await fc.assert(
      fc.asyncProperty(moves, moves, async (one, other) => {
        const counts = await Promise.all([act(one), act(other)]).finally(() =>
          control.query('SELECT pg_wal_replay_resume()'),
        );
        stale += counts[0] + counts[1];
      }),
      { numRuns: INTERLEAVINGS, endOnFailure: true },
    );

    // Without tokens the same reads were stale, and each of the ways was taken: the replica had really been behind.
    expect(stale).toBeGreaterThan(0);
    expect(new Set(choices)).toEqual(new Set(['replica', 'waited', 'writer']));
  }, 240_000);

  it('waits for a replica that is 60 ms behind, and asks the writer when it is 2 s behind', async () => {
    reads = readsWith({ waitMs: 1_000, pollMs: 10, arrivedAfterMs: 0 });
    const token = await place(randomUUID());
    await until(async () => reads.findOrder(token.order?.orderId ?? ''));
    choices = [];

    await setReplicaLag(servers.replica, 60);
    await pause(100); // the server reads its settings again
    const later = await change(token.order?.orderId ?? '');
    expect(await reads.findOrder(token.order?.orderId ?? '', later)).toMatchObject({ version: 2 });

    await setReplicaLag(servers.replica, 2_000);
    await pause(100);
    const latest = await change(token.order?.orderId ?? '');
    expect(await reads.findOrder(token.order?.orderId ?? '')).toMatchObject({ version: 2 });
    expect(await reads.findOrder(token.order?.orderId ?? '', latest)).toMatchObject({ version: 3 });
    await setReplicaLag(servers.replica, 0);

    expect(choices).toEqual(['waited', 'replica', 'writer']);
  });
});

const INSERT = `
  INSERT INTO orders (order_id, customer_id, status, accepted_at) VALUES ($1, $2, 'RECEIVED', now())
  RETURNING order_id, version, updated_at`;
const UPDATE = `
  UPDATE orders SET version = version + 1, updated_at = now() WHERE order_id = $1
  RETURNING order_id, version, updated_at`;

async function until(isSo: () => Promise<unknown>): Promise<void> {
  const giveUpAt = Date.now() + 20_000;
  while (Date.now() < giveUpAt) {
    try {
      if (await isSo()) {
        return;
      }
    } catch {
      // The replica has not heard of it yet.
    }
    await pause(20);
  }
  throw new Error('the replica did not catch up within 20 s');
}
