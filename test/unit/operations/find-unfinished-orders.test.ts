import { createFindUnfinishedOrders } from '../../../lambdas/operations/find-unfinished-orders';
import { orderIdNumber } from '../../support/intake/order-mother';

const stuck = { orderId: orderIdNumber(1), status: 'CHARGED', since: '2026-03-01T09:00:00.000Z' } as const;
const findUnfinishedOrders = createFindUnfinishedOrders({
  orders: {
    findUnfinished: async ({ acceptedBefore, limit }) =>
      [stuck].filter(({ since }) => new Date(since) < acceptedBefore).slice(0, limit),
    findUnwritten: async (orderIds) => orderIds.filter((orderId) => orderId !== stuck.orderId),
  },
});

describe('Operation: find-unfinished-orders', () => {
  it('tells which orders nobody has finished, as of a moment', async () => {
    const ask = (acceptedBefore: string) => findUnfinishedOrders({ find: 'unfinished', acceptedBefore, limit: 10 });

    expect(await ask('2026-03-01T12:00:00.000Z')).toEqual([stuck]);
    expect(await ask('2026-03-01T08:00:00.000Z')).toEqual([]);
  });

  it('tells which orders are not on record', async () => {
    const orderIds = [orderIdNumber(1), orderIdNumber(2)];

    expect(await findUnfinishedOrders({ find: 'unwritten', orderIds })).toEqual([orderIdNumber(2)]);
  });

  it.each([
    {},
    { find: 'everything' },
    { find: 'unfinished', acceptedBefore: 'yesterday', limit: 1 },
    { find: 'unfinished', acceptedBefore: '2026-03-01T12:00:00.000Z', limit: 0 },
    { find: 'unfinished', acceptedBefore: '2026-03-01T12:00:00.000Z', limit: 1e9 },
    { find: 'unwritten', orderIds: ["'; DROP TABLE orders"] },
    { find: 'unwritten', orderIds: Array.from({ length: 30_001 }, (_, n) => orderIdNumber(n)) },
  ])('fails for a question that it was not made for (%#)', async (question) => {
    await expect(findUnfinishedOrders(question)).rejects.toHaveProperty('name', expect.stringContaining('ZodError'));
  });
});
