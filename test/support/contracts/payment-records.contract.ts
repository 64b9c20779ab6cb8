import { orderForTea } from '../mothers/order-mother';
import { carryOrder, intentOf } from './carry-order';
import type { OpenWorld, StoreWorld } from './store-world';

export function describePaymentRecords(open: OpenWorld): void {
  describe('PaymentRecords', () => {
    const order = orderForTea(2);
    const { orderId } = order;
    const intentId = intentOf(orderId);
    const total = { amountMinor: 1_780, currency: 'EUR' };
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });
    const find = (query: { intentId: string; orderId?: string } = { intentId }) =>
      world.stores.paymentRecords.find(query);
    const fail = (refundId: string) => world.stores.paymentRecords.recordRefundFailed(orderId, refundId);
    const orderNow = async () => (await world.snapshot()).orders[orderId];
    const paymentNow = async () => (await world.snapshot()).payments[orderId];

    /** Rejected, after its charge was given back. */
    const carryToRefunded = async () => {
      const { inventory, payments, orders } = world.stores;
      await carryOrder(world.stores, order, 'charged');
      await payments.beginRefund(orderId);
      await payments.recordRefunded(orderId, 're_1');
      await inventory.release(orderId);
      await orders.reject(order, 'ShipmentRefusedError');
    };
    /** Rejected, after its intent was canceled. */
    const carryToVoided = async () => {
      const { inventory, payments, orders } = world.stores;
      await carryOrder(world.stores, order, 'charge-open');
      await payments.beginRefund(orderId);
      await payments.recordVoided(orderId);
      await inventory.release(orderId);
      await orders.reject(order, 'ProcessingFailed');
    };

    it('finds nothing for an intent and an order that are not on record', async () => {
      expect(await find()).toBeUndefined();
      expect(await find({ intentId, orderId })).toBeUndefined();
    });

    it('finds the payment of an intent, and whether it is still wanted', async () => {
      await carryOrder(world.stores, order, 'charge-open');
      const payment = { orderId, total, intentId, isInRepair: false, isResolved: false, isConfirmed: false };

      expect(await find()).toEqual({ ...payment, state: 'OPEN', isUndone: false });
      await world.stores.inventory.release(orderId);
      expect(await find()).toEqual({ ...payment, state: 'OPEN', isUndone: true });
      await world.stores.payments.beginRefund(orderId);
      expect(await find()).toEqual({ ...payment, state: 'REFUNDING', isUndone: true });
    });

    it('finds the payment of an order under whatever intent it is on record', async () => {
      await carryOrder(world.stores, order, 'charged');

      expect(await find({ intentId: 'pi_other', orderId })).toMatchObject({ orderId, intentId, state: 'CHARGED' });
    });

    it('finds a payment of which there is nothing but its tombstone', async () => {
      await world.stores.payments.beginRefund(orderId);

      expect(await find({ intentId, orderId })).toEqual({
        orderId,
        state: 'VOIDED',
        isUndone: true,
        isInRepair: false,
        isResolved: false,
        isConfirmed: false,
      });
    });

    it('says whether the order is in repair, and whether it is being undone there', async () => {
      const { orders, payments } = world.stores;
      await carryOrder(world.stores, order, 'charged');
      await orders.markNeedsRepair(order, 'ExecutionAborted', []);
      expect(await find()).toMatchObject({ state: 'CHARGED', isUndone: false, isInRepair: true, isResolved: false });

      await payments.beginRefund(orderId);
      expect(await find()).toMatchObject({ state: 'REFUNDING', isUndone: true, isInRepair: true });
    });

    it('says whether a person has settled the order in repair, until an undo of it has failed', async () => {
      const { orders, payments } = world.stores;
      await carryOrder(world.stores, order, 'charged');
      await orders.markNeedsRepair(order, 'ExecutionAborted', []);
      await world.resolve(orderId);
      expect(await find()).toMatchObject({ isInRepair: true, isResolved: true });

      await payments.beginRefund(orderId);
      await orders.markNeedsRepair(order, 'ExecutionAborted', [{ step: 'RefundPayment', error: 'States.Timeout' }]);
      expect(await find()).toMatchObject({ isInRepair: true, isResolved: false });
    });

    it('opens an order again that had ended, once, when its refund failed', async () => {
      await carryToRefunded();
      const before = await orderNow();

      expect(await fail('re_1')).toBe('recorded');
      expect(await fail('re_1')).toBe('recorded');

      expect(await orderNow()).toMatchObject({
        status: 'NEEDS_REPAIR',
        version: (before?.version ?? 0) + 1,
        reason: 'RefundFailed',
        unfinished: [{ step: 'RefundPayment', error: 'RefundFailedError' }],
      });
      expect(await paymentNow()).toMatchObject({ state: 'REFUNDING', refundId: 're_1' });
    });

    it('ends the order again when another refund was made, and not before', async () => {
      await carryToRefunded();
      await fail('re_1');
      const { orders, payments } = world.stores;

      expect(await orders.reject(order, 'ShipmentRefusedError')).toMatchObject({ status: 'NEEDS_REPAIR' });
      await payments.recordRefunded(orderId, 're_2');
      expect(await orders.reject(order, 'ShipmentRefusedError')).toEqual({ status: 'REJECTED', unfinished: [] });
      expect(await fail('re_1')).toBe('superseded');
      expect(await paymentNow()).toMatchObject({ state: 'REFUNDED', refundId: 're_2' });
    });

    it('owes the refund of a late capture when that failed', async () => {
      await carryToVoided();

      expect(await fail('re_1')).toBe('recorded');

      expect(await orderNow()).toMatchObject({ status: 'NEEDS_REPAIR', reason: 'RefundFailed' });
      expect(await paymentNow()).toMatchObject({ state: 'REFUNDING', refundId: 're_1' });
    });

    it('begins no other refund after one that failed: somebody may have paid the money back in another way', async () => {
      await carryToRefunded();
      await fail('re_1');

      expect(await world.stores.payments.beginRefund(orderId)).toEqual({ kind: 'failed', refundId: 're_1' });
      expect(await paymentNow()).toMatchObject({ state: 'REFUNDING', refundId: 're_1' });
    });

    it('keeps an answer that is older than the failure from being recorded as a refund', async () => {
      await carryOrder(world.stores, order, 'charged');
      await world.stores.payments.beginRefund(orderId);

      expect(await fail('re_1')).toBe('recorded');

      await expect(world.stores.payments.recordRefunded(orderId, 're_1')).rejects.toThrow(
        'while the order is REFUNDING',
      );
      await world.stores.payments.recordRefunded(orderId, 're_2');
      expect(await paymentNow()).toMatchObject({ state: 'REFUNDED', refundId: 're_2' });
      expect(await orderNow()).toMatchObject({ status: 'CHARGED' });
    });

    it('leaves a settled payment alone until its order has ended', async () => {
      const { inventory, payments, orders } = world.stores;
      await carryOrder(world.stores, order, 'charged');
      await payments.beginRefund(orderId);
      await payments.recordRefunded(orderId, 're_1');

      expect(await fail('re_1')).toBe('too-early');
      expect(await paymentNow()).toMatchObject({ state: 'REFUNDED' });
      await inventory.release(orderId);
      await orders.reject(order, 'ShipmentRefusedError');
      expect(await fail('re_1')).toBe('recorded');
    });

    it.each(['charge-open', 'charged', 'confirmed'] as const)(
      'fails to open the refund of an order that is %s: nobody undoes it',
      async (stage) => {
        await carryOrder(world.stores, order, stage);
        const before = await world.snapshot();

        expect(await fail('re_1')).toBe('too-early');

        expect(await world.snapshot()).toEqual(before);
      },
    );
  });
}
