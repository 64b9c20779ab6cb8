import { orderOnRecordSchema } from '../../../lambdas/contracts/unfinished-orders-question';
import { createFindUnfinishedOrders } from '../../../lambdas/operations/find-unfinished-orders';
import { orderIdNumber } from '../../support/intake/order-mother';
import { orderForTea } from '../../support/mothers/order-mother';

const stuck = { orderId: orderIdNumber(1), status: 'CHARGED', since: '2026-03-01T09:00:00.000Z' } as const;
const onRecord = {
  ...orderForTea(),
  ...({ status: 'NEEDS_REPAIR', isResolved: false, reason: 'ExecutionAborted' } as const),
  unfinished: [{ step: 'RefundPayment', error: 'the payment is CHARGED' }],
  books: { payment: 'CHARGED', reservation: 'HELD' },
};
const findUnfinishedOrders = createFindUnfinishedOrders({
  orders: {
    findUnfinished: async ({ acceptedBefore, limit }) =>
      [stuck].filter(({ since }) => new Date(since) < acceptedBefore).slice(0, limit),
    findOnRecord: async (orderId) => (orderId === onRecord.orderId ? onRecord : undefined),
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

  it('tells what is on record of an order, in the form that its callers expect, or that nothing is', async () => {
    const told = await findUnfinishedOrders({ find: 'on-record', orderId: onRecord.orderId });

    expect(orderOnRecordSchema.parse(JSON.parse(JSON.stringify(told)))).toEqual(onRecord);
    expect(await findUnfinishedOrders({ find: 'on-record', orderId: orderIdNumber(9) })).toBeNull();
  });

  it.each([
    {},
    { find: 'everything' },
    { find: 'unfinished', acceptedBefore: 'yesterday', limit: 1 },
    { find: 'unfinished', acceptedBefore: '2026-03-01T12:00:00.000Z', limit: 0 },
    { find: 'unfinished', acceptedBefore: '2026-03-01T12:00:00.000Z', limit: 1e9 },
    { find: 'on-record', orderId: 'x' },
    { find: 'unwritten', orderIds: ["'; DROP TABLE orders"] },
    { find: 'unwritten', orderIds: Array.from({ length: 30_001 }, (_, n) => orderIdNumber(n)) },
  ])('fails for a question that it was not made for (%#)', async (question) => {
    await expect(findUnfinishedOrders(question)).rejects.toHaveProperty('name', expect.stringContaining('ZodError'));
  });
});
