import { createFindStuckOrders } from '../../../lambdas/operations/find-stuck-orders';
import type { OrderExecution, UnfinishedOrder } from '../../../lambdas/ports/stuck-orders';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { ManualClock } from '../../support/intake/manual-clock';
import { intakeRecord, orderIdNumber } from '../../support/intake/order-mother';

const HOUR = 60 * 60_000;
const early = '2026-03-01T09:00:00.000Z';
const now = '2026-03-01T12:00:00.000Z';

async function findAmong({
  intake = [],
  unfinished = [],
  running = [],
  broken = [],
  unwritten = intake.map(({ orderId }) => orderId),
  complete = true,
  limit = 100,
  away,
}: {
  readonly intake?: readonly ReturnType<typeof intakeRecord>[];
  readonly unfinished?: readonly UnfinishedOrder[];
  readonly running?: readonly OrderExecution[];
  readonly broken?: readonly OrderExecution[];
  readonly unwritten?: readonly string[];
  readonly complete?: boolean;
  readonly limit?: number;
  /** Why the database does not answer. */
  readonly away?: Error;
}) {
  const store = new InMemoryIntake();
  for (const record of intake) {
    await store.putIfNew(record);
  }
  const answer = async <Answer>(value: Answer): Promise<Answer> => (away === undefined ? value : Promise.reject(away));
  const told: unknown[] = [];
  const findStuckOrders = createFindStuckOrders({
    intake: store,
    orders: {
      findUnfinished: () => answer(unfinished),
      findUnwritten: (orderIds) => answer(orderIds.filter((orderId) => unwritten.includes(orderId))),
    },
    executions: { findRunning: async () => ({ executions: running, complete }), findBroken: async () => broken },
    clock: new ManualClock(now),
    tellAway: (error) => told.push(error),
  });
  const found = await findStuckOrders({ olderThanMs: HOUR, limit });
  expect(new Set(told)).toEqual(new Set(away === undefined ? [] : [away]));
  return found;
}

const stuckAmong = async (world: Parameters<typeof findAmong>[0]) =>
  (await findAmong(world)).map(({ orderId, status, since, where }) => ({ orderId, status, since, where }));

const one = orderIdNumber(1);
const record = (changes = {}) => intakeRecord({ orderId: one, acceptedAt: early, ...changes });

describe('Operation: find-stuck-orders', () => {
  it('finds an order that was never sent', async () => {
    expect(await stuckAmong({ intake: [record()] })).toEqual([
      { orderId: one, status: 'RECEIVED', since: early, where: 'intake' },
    ]);
  });

  it('finds an order whose message was not consumed', async () => {
    const enqueuedAt = '2026-03-01T09:00:01.000Z';

    expect(await stuckAmong({ intake: [record({ enqueuedAt })] })).toEqual([
      { orderId: one, status: 'RECEIVED', since: enqueuedAt, where: 'queue' },
    ]);
  });

  it.each([
    ['2026-02-15T12:00:01.000Z', 'its message waits in the queue or in the dead letters'],
    ['2026-02-15T11:59:59.000Z', 'its message may be gone, since dead letters are kept for 14 days'],
  ])('says of an order that was sent at %s where its message can still be', async (enqueuedAt, why) => {
    expect(await findAmong({ intake: [record({ acceptedAt: '2026-02-15T11:00:00.000Z', enqueuedAt })] })).toMatchObject(
      [{ orderId: one, why: expect.stringContaining(why) }],
    );
  });

  it('lets those that are on record, and whose start the intake missed, neither wait nor hide others', async () => {
    const started = [2, 3, 4].map((number) => record({ orderId: orderIdNumber(number) }));
    const waiting = record({ acceptedAt: '2026-03-01T09:30:00.000Z' });

    const found = await stuckAmong({ intake: [...started, waiting], unwritten: [one], limit: 1 });

    expect(found).toEqual([{ orderId: one, status: 'RECEIVED', since: waiting.acceptedAt, where: 'intake' }]);
  });

  it('goes on without a database that does not answer, by what the intake and the executions say', async () => {
    const found = await stuckAmong({
      away: new Error('connect ECONNREFUSED'),
      intake: [record()],
      running: [{ orderId: orderIdNumber(2), startedAt: early }],
      broken: [{ orderId: orderIdNumber(3), startedAt: early }],
    });

    expect(found.map(({ orderId, where }) => [orderId, where])).toEqual([
      [one, 'intake'],
      [orderIdNumber(2), 'saga'],
    ]);
  });

  it('finds a saga that runs for too long before it has written anything', async () => {
    expect(await stuckAmong({ running: [{ orderId: one, startedAt: early }] })).toEqual([
      { orderId: one, status: 'RECEIVED', since: early, where: 'saga' },
    ]);
  });

  it('leaves a saga alone that has just begun', async () => {
    expect(await stuckAmong({ running: [{ orderId: one, startedAt: '2026-03-01T11:59:00.000Z' }] })).toEqual([]);
  });

  it('names the status that the database knows of a saga that is running', async () => {
    const found = await stuckAmong({
      running: [{ orderId: one, startedAt: early }],
      unfinished: [{ orderId: one, status: 'CHARGED', since: '2026-03-01T09:00:05.000Z' }],
    });

    expect(found).toEqual([{ orderId: one, status: 'CHARGED', since: '2026-03-01T09:00:05.000Z', where: 'saga' }]);
  });

  it('finds an order whose execution broke before it was written, when the flag was lost', async () => {
    expect(await stuckAmong({ broken: [{ orderId: one, startedAt: early }], unwritten: [one] })).toEqual([
      { orderId: one, status: 'RECEIVED', since: early, where: 'nowhere' },
    ]);
  });

  it('leaves an order alone that was settled after its execution broke', async () => {
    expect(await stuckAmong({ broken: [{ orderId: one, startedAt: early }] })).toEqual([]);
  });

  it('finds an order that nobody carries any more', async () => {
    const found = await stuckAmong({ unfinished: [{ orderId: one, status: 'RESERVED', since: early }] });

    expect(found).toEqual([{ orderId: one, status: 'RESERVED', since: early, where: 'nowhere' }]);
  });

  it('calls no order lost as long as not all running sagas are known', async () => {
    const found = await stuckAmong({
      unfinished: [{ orderId: one, status: 'RESERVED', since: early }],
      complete: false,
    });

    expect(found.map(({ where }) => where)).toEqual(['saga']);
  });

  it('shows an order that needs repair with its reason, running or not', async () => {
    const found = await stuckAmong({
      unfinished: [{ orderId: one, status: 'NEEDS_REPAIR', since: now, reason: 'ExecutionTimedOut' }],
      running: [{ orderId: one, startedAt: early }],
    });

    expect(found).toEqual([{ orderId: one, status: 'NEEDS_REPAIR', since: now, where: 'repair' }]);
  });

  it('lists each order once, the oldest first, up to the limit', async () => {
    const other = orderIdNumber(2);
    const found = await stuckAmong({
      intake: [record({ acceptedAt: '2026-03-01T09:30:00.000Z' })],
      unfinished: [
        { orderId: one, status: 'RECEIVED', since: '2026-03-01T09:30:00.000Z' },
        { orderId: other, status: 'SHIPPING', since: early },
        { orderId: orderIdNumber(3), status: 'SHIPPING', since: '2026-03-01T10:00:00.000Z' },
      ],
      limit: 2,
    });

    expect(found.map(({ orderId }) => orderId)).toEqual([other, one]);
  });
});
