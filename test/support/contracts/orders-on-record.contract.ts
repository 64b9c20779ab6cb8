import { orderForTea, orderIdOf } from '../mothers/order-mother';
import { carryOrder } from './carry-order';
import type { OpenWorld, StoreWorld } from './store-world';

const traceHeader = 'Root=1-67ce5d00-0a1b2c3d4e5f60718293a4b5;Sampled=1';
const order = { ...orderForTea(2), acceptedAt: '2026-05-04T10:00:00.000Z', traceHeader };
const { orderId } = order;

/** What every implementation of `OrdersOnRecord` must do, and of the marks of operators that it tells of. */
export function describeOrdersOnRecord(open: OpenWorld): void {
  describe('OrdersOnRecord', () => {
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });

    const park = () => world.stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);
    /** What a person sees who looks at it now. */
    const look = async () => {
      const standing = (await world.snapshot()).orders[orderId];
      return { version: standing?.version ?? 0, unfinished: standing?.unfinished ?? [] };
    };
    const resolve = async (seen: Awaited<ReturnType<typeof look>>) =>
      world.stores.resolutions.record({ ...seen, orderId, reason: 'paid back', by: 'ada' });

    it('tells the order as its saga had it, how it stands, and what each participant has, of one moment', async () => {
      await carryOrder(world.stores, order, 'charged');
      await park();

      expect(await world.stores.records.findOnRecord(orderId)).toEqual({
        ...order,
        status: 'NEEDS_REPAIR',
        reason: 'ExecutionAborted',
        unfinished: [
          { step: 'RefundPayment', error: 'the payment is CHARGED' },
          { step: 'ReleaseInventory', error: 'the reservation is HELD' },
        ],
        isResolved: false,
        books: { shipment: undefined, payment: 'CHARGED', reservation: 'HELD' },
      });
      expect(await world.stores.records.findOnRecord(orderIdOf(9))).toBeUndefined();
    });

    it('tells that a person has settled it, until an undo of it has begun that fails', async () => {
      const { orders, payments, records } = world.stores;
      const fail = () => orders.markNeedsRepair(order, '', [{ step: 'RefundPayment', error: 'States.Timeout' }]);
      await park();
      expect(await resolve(await look())).toBe(true);
      expect(await records.findOnRecord(orderId)).toMatchObject({
        isResolved: true,
        status: 'NEEDS_REPAIR',
        books: {},
      });
      await fail();
      expect(await records.findOnRecord(orderId)).toMatchObject({ isResolved: true, unfinished: [] });

      await payments.beginRefund(orderId);
      await fail();
      expect(await records.findOnRecord(orderId)).toMatchObject({ isResolved: false });
    });

    it('has nobody settle what its record, which was cut off, did not name yet', async () => {
      await carryOrder(world.stores, order, 'charged');
      await park();
      await world.forgetUnfinished(orderId);
      expect(await resolve(await look())).toBe(true);

      await park();
      expect(await world.stores.records.findOnRecord(orderId)).toMatchObject({
        isResolved: false,
        unfinished: [{ step: 'RefundPayment' }, { step: 'ReleaseInventory' }],
      });
    });

    it('takes no mark of an order that is another by now, or that needs no repair', async () => {
      await carryOrder(world.stores, order, 'charged');
      expect(await resolve(await look())).toBe(false);
      const seen = await look();
      await park();
      expect(await resolve(seen)).toBe(false);

      expect(await world.stores.records.findOnRecord(orderId)).toMatchObject({ isResolved: false });
    });

    it('takes no mark by who has not seen what it owes besides by now, though it is of the same version', async () => {
      await world.stores.orders.markNeedsRepair(order, 'ExecutionFailed', [{ step: 'ReleaseInventory', error: 'x' }]);
      const seen = await look();
      await world.stores.orders.markNeedsRepair(order, 'ExecutionFailed', [{ step: 'RefundPayment', error: 'x' }]);
      const now = await look();
      expect(now.version).toBe(seen.version);

      expect(await resolve(seen)).toBe(false);
      expect(await world.stores.records.findOnRecord(orderId)).toMatchObject({ isResolved: false });
      expect(await resolve(now)).toBe(true);
    });
  });
}
