import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { createReadYourWrites, READ_BOUNDS } from '../../../lambdas/persistence/read-your-writes';
import type { ReadChoice } from '../../../lambdas/ports/consistent-orders';
import type { OrderView } from '../../../lambdas/ports/order-reader';
import { InMemoryOrders } from '../../support/intake/in-memory-orders';
import { ORDER_ID, orderIdNumber, orderView } from '../../support/intake/order-mother';

const CHANGED_AT = '2026-03-01T12:00:05.000Z';
const seenVersion = (version: number) => ({ order: { orderId: ORDER_ID, version }, changedAt: CHANGED_AT });
const query = { customerId: orderView().customerId, limit: 10 };

interface Situation {
  readonly catchesUpAfterMs?: number;
  readonly before?: readonly OrderView[];
  readonly sinceMs?: number;
  readonly writerFails?: Error;
  readonly replicaFails?: Error;
}

/** A replica that shows `before`, and what the writer has after it has been waited for that long. */
function setUp({
  catchesUpAfterMs = Number.POSITIVE_INFINITY,
  before = [orderView({ version: 1 })],
  sinceMs = 0,
  writerFails,
  replicaFails,
}: Situation = {}) {
  let now = Date.parse(CHANGED_AT) + sinceMs;
  const behindUntil = now + catchesUpAfterMs;
  const choices: ReadChoice[] = [];
  const latest = new InMemoryOrders(orderView({ version: 2 }));
  const failing = (error: Error) => new Proxy(latest, { get: () => () => Promise.reject(error) });
  const current = () => {
    const shown = now >= behindUntil ? latest : new InMemoryOrders(...before);
    return replicaFails === undefined ? shown : failing(replicaFails);
  };
  const reads = createReadYourWrites({
    writer: writerFails === undefined ? latest : failing(writerFails),
    replica: {
      findOrder: (orderId) => current().findOrder(orderId),
      listOrders: (page) => current().listOrders(page),
      listProducts: () => current().listProducts(),
      async listOrdersSince(page, { orderId, version }) {
        const order = await current().findOrder(orderId);
        return order !== undefined && order.version >= version ? current().listOrders(page) : undefined;
      },
    },
    clock: { now: () => new Date(now) },
    pause: async (ms) => {
      now += ms;
    },
    observer: { chose: (choice) => choices.push(choice) },
  });
  return { reads, choices, waitedMs: () => now - Date.parse(CHANGED_AT) - sinceMs };
}

const versionOf = (view: OrderView | undefined) => view?.version;
const LATER = { sinceMs: READ_BOUNDS.arrivedAfterMs };

describe('Reading an order', () => {
  it('takes what the replica has when nothing was seen before, however old it is', async () => {
    const { reads, choices } = setUp();

    expect([versionOf(await reads.findOrder(ORDER_ID)), choices]).toEqual([1, ['replica']]);
  });

  it('takes what the replica has when it is not older than what was seen', async () => {
    const { reads, choices } = setUp();

    expect([versionOf(await reads.findOrder(ORDER_ID, seenVersion(1))), choices]).toEqual([1, ['replica']]);
  });

  it('waits for the replica that is a moment behind', async () => {
    const { reads, choices } = setUp({ catchesUpAfterMs: 60 });

    expect([versionOf(await reads.findOrder(ORDER_ID, seenVersion(2))), choices]).toEqual([2, ['waited']]);
  });

  it.each([
    ['an older version', [orderView({ version: 1 })]],
    ['no such order', []],
  ])('asks the writer when the replica goes on having %s, after a bounded time', async (_, before) => {
    const { reads, choices, waitedMs } = setUp({ before });

    expect([versionOf(await reads.findOrder(ORDER_ID, seenVersion(2))), choices]).toEqual([2, ['writer']]);
    expect(waitedMs()).toBeLessThanOrEqual(READ_BOUNDS.waitMs);
  });

  it('asks nothing of the replica for a token of another order, or of one that was only accepted', async () => {
    const { reads, choices } = setUp({ before: [] });

    await reads.findOrder(ORDER_ID, { order: { orderId: orderIdNumber(8), version: 9 } });
    await reads.findOrder(ORDER_ID, { order: { orderId: ORDER_ID, version: 0 } });

    expect(choices).toEqual(['replica', 'replica']);
  });

  it.each([
    ['the writer as long as the last change that was seen is recent', {}, [2, ['writer']]],
    ['the replica afterwards', LATER, [1, ['replica']]],
  ])('takes an order that the token does not name from %s', async (_, situation, expected) => {
    const { reads, choices } = setUp(situation);
    const seen = { order: { orderId: orderIdNumber(8), version: 9 }, changedAt: CHANGED_AT };

    expect([versionOf(await reads.findOrder(ORDER_ID, seen)), choices]).toEqual(expected);
  });

  it('row 23: goes on from the replica while the writer is away, and is away itself only where the replica is behind', async () => {
    const away = new DependencyUnavailableError('postgres');
    const { reads } = setUp({ writerFails: away });

    expect(versionOf(await reads.findOrder(ORDER_ID))).toBe(1);
    expect(versionOf(await reads.findOrder(ORDER_ID, seenVersion(1)))).toBe(1);
    await expect(reads.findOrder(ORDER_ID, seenVersion(2))).rejects.toBe(away);
  });

  it('does not turn to the writer when the replica is away', async () => {
    const away = new DependencyUnavailableError('postgres');
    const { reads, choices } = setUp({ replicaFails: away });

    await expect(reads.findOrder(ORDER_ID)).rejects.toBe(away);
    expect(choices).toEqual([]);
  });

  it('answers what the writer has, even if a token claims to have seen more', async () => {
    const { reads } = setUp();

    expect(versionOf(await reads.findOrder(ORDER_ID, seenVersion(9)))).toBe(2);
  });
});

describe('Reading a list', () => {
  it('asks the writer at once as long as the last change that was seen is recent', async () => {
    const { reads, choices, waitedMs } = setUp();

    expect((await reads.listOrders(query, seenVersion(2))).map(versionOf)).toEqual([2]);
    await reads.listProducts(seenVersion(2));
    expect([choices, waitedMs()]).toEqual([['writer', 'writer'], 0]);
  });

  it('waits for the short rest of that time rather than asking the writer', async () => {
    const { reads, choices } = setUp({ sinceMs: READ_BOUNDS.arrivedAfterMs - 50, catchesUpAfterMs: 50 });

    expect((await reads.listOrders(query, seenVersion(2))).map(versionOf)).toEqual([2]);
    expect(choices).toEqual(['waited']);
  });

  it('takes the list of the replica that has the change', async () => {
    const { reads, choices } = setUp({ ...LATER, catchesUpAfterMs: 0 });

    expect((await reads.listOrders(query, seenVersion(2))).map(versionOf)).toEqual([2]);
    expect(choices).toEqual(['replica']);
  });

  it('asks the writer when the replica is further behind than it ever should be', async () => {
    const { reads, choices } = setUp(LATER);

    expect((await reads.listOrders(query, seenVersion(2))).map(versionOf)).toEqual([2]);
    expect(choices).toEqual(['writer']);
  });

  it('takes the list of the replica when nothing was seen, or an order was only accepted', async () => {
    const { reads, choices } = setUp();

    await reads.listOrders(query);
    await reads.listOrders(query, { order: { orderId: ORDER_ID, version: 0 } });
    await reads.listProducts();
    expect(choices).toEqual(['replica', 'replica', 'replica']);
  });
});
