import { orderForTea } from '../mothers/order-mother';
import { carryOrder, intentOf, type Stage } from './carry-order';
import type { OpenWorld, StoreWorld } from './store-world';

export function describePaymentStore(open: OpenWorld): void {
  describe('PaymentStore', () => {
    const order = orderForTea(2);
    const { orderId } = order;
    const intentId = intentOf(orderId);
    const total = { amountMinor: 1_780, currency: 'EUR' };
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });
    const carry = (until: Stage) => carryOrder(world.stores, order, until);
    const payment = async () => (await world.snapshot()).payments[orderId];
    const status = async () => (await world.snapshot()).orders[orderId]?.status;

    it('puts the intent to charge on record with the total of the reservation', async () => {
      await carry('reserved');

      expect(await world.stores.payments.beginCharge(orderId)).toEqual({ kind: 'open', total });
      expect(await world.stores.payments.recordIntent(orderId, intentId)).toBe('recorded');
      expect(await world.stores.payments.beginCharge(orderId)).toEqual({ kind: 'open', total, intentId });
    });

    it('moves the order on once, however often the charge is recorded', async () => {
      await carry('charged');

      expect(await world.stores.payments.recordCharged(orderId)).toBe('recorded');
      expect(await world.stores.payments.recordIntent(orderId, intentId)).toBe('recorded');
      expect(await world.stores.payments.beginCharge(orderId)).toEqual({ kind: 'charged', intentId });
      expect((await world.snapshot()).orders[orderId]).toMatchObject({ status: 'CHARGED', version: 3 });
    });

    it('keeps a decline, and leaves the order where it was', async () => {
      await carry('charge-open');

      expect(await world.stores.payments.recordDeclined(orderId, 'card_declined', intentId)).toBe('recorded');
      expect(await world.stores.payments.recordDeclined(orderId, 'another', intentId)).toBe('recorded');
      expect(await world.stores.payments.beginCharge(orderId)).toEqual({
        kind: 'declined',
        declineCode: 'card_declined',
      });
      expect(await world.stores.payments.beginRefund(orderId)).toEqual({ kind: 'done' });
      expect(await status()).toBe('RESERVED');
    });

    it('keeps a decline without an intent: the provider refused to create one', async () => {
      await carry('reserved');
      await world.stores.payments.beginCharge(orderId);

      expect(await world.stores.payments.recordDeclined(orderId, 'resource_missing')).toBe('recorded');
      expect(await payment()).toMatchObject({ state: 'DECLINED' });
    });

    it('row 39: fails to record the refusal of an earlier attempt once a later one has its intent on record', async () => {
      await carry('charge-open');

      await expect(world.stores.payments.recordDeclined(orderId, 'resource_missing')).rejects.toThrow(
        'while the order is OPEN',
      );
      expect(await world.stores.payments.recordCharged(orderId)).toBe('recorded');
    });

    it('fails to begin a charge before there is a reservation', async () => {
      expect(await world.stores.payments.beginCharge(orderId)).toEqual({ kind: 'out-of-order', status: 'UNKNOWN' });

      await world.stores.inventory.reserve(orderForTea(6));
      expect(await world.stores.payments.beginCharge(orderId)).toEqual({ kind: 'out-of-order', status: 'RECEIVED' });
    });

    it('fails to record what was never begun', async () => {
      await carry('reserved');

      await expect(world.stores.payments.recordIntent(orderId, intentId)).rejects.toThrow('while the order is UNKNOWN');
      await expect(world.stores.payments.recordCharged(orderId)).rejects.toThrow('while the order is UNKNOWN');
      await expect(world.stores.payments.recordVoided(orderId)).rejects.toThrow('while the order is UNKNOWN');
    });

    it('fails to record a charge without an intent, a second intent, or an undo that was not begun', async () => {
      await carry('reserved');
      await world.stores.payments.beginCharge(orderId);
      await expect(world.stores.payments.recordCharged(orderId)).rejects.toThrow('while the order is OPEN');

      await world.stores.payments.recordIntent(orderId, intentId);
      await expect(world.stores.payments.recordIntent(orderId, 'pi_other')).rejects.toMatchObject({
        name: 'PaymentMismatchError',
      });
      await expect(world.stores.payments.recordVoided(orderId)).rejects.toThrow('while the order is OPEN');
      await expect(world.stores.payments.recordRefunded(orderId, 're_1')).rejects.toThrow('while the order is OPEN');
    });

    it.each(['charge-open', 'charged', 'shipping'] as const)(
      'opens the refund of an order that is %s',
      async (stage) => {
        await carry(stage);

        expect(await world.stores.payments.beginRefund(orderId)).toEqual({ kind: 'open', intentId });
        expect(await world.stores.payments.beginRefund(orderId)).toEqual({ kind: 'open', intentId });
        await world.stores.payments.recordRefunded(orderId, 're_1');
        await world.stores.payments.recordRefunded(orderId, 're_1');
        expect(await world.stores.payments.beginRefund(orderId)).toEqual({ kind: 'done' });
        expect(await payment()).toMatchObject({ state: 'REFUNDED', intentId, refundId: 're_1' });
      },
    );

    it('voids a charge of which no intent is on record', async () => {
      await carry('reserved');
      await world.stores.payments.beginCharge(orderId);

      expect(await world.stores.payments.beginRefund(orderId)).toEqual({ kind: 'open' });
      await world.stores.payments.recordVoided(orderId);
      await world.stores.payments.recordVoided(orderId);
      expect(await world.stores.payments.beginRefund(orderId)).toEqual({ kind: 'done' });
      expect(await payment()).toMatchObject({ state: 'VOIDED' });
    });

    it.each(['nothing', 'reserved'] as const)(
      'row 39: refuses a charge after its undo, when there was %s',
      async (stage) => {
        if (stage === 'reserved') {
          await carry(stage);
        }
        expect(await world.stores.payments.beginRefund(orderId)).toEqual({ kind: 'done' });
        await carry('reserved');

        expect(await world.stores.payments.beginCharge(orderId)).toEqual({ kind: 'undone' });
        expect(await world.stores.payments.recordIntent(orderId, intentId)).toBe('undone');
      },
    );

    it('row 39: refuses what a late charge wants to record after its undo', async () => {
      await carry('charge-open');
      await world.stores.payments.beginRefund(orderId);

      expect(await world.stores.payments.recordIntent(orderId, intentId)).toBe('undone');
      expect(await world.stores.payments.recordCharged(orderId)).toBe('undone');
      expect(await world.stores.payments.recordDeclined(orderId, 'late', intentId)).toBe('undone');
      expect(await payment()).toMatchObject({ state: 'REFUNDING' });
      expect(await status()).toBe('RESERVED');
    });

    it('records that money was taken while something else undoes the order, so that the refund finds it', async () => {
      await carry('charge-open');
      await world.stores.inventory.release(orderId);

      expect(await world.stores.payments.beginCharge(orderId)).toEqual({ kind: 'undone' });
      expect(await world.stores.payments.recordCharged(orderId)).toBe('recorded');
      expect(await status()).toBe('RESERVED');
      expect(await world.stores.payments.beginRefund(orderId)).toEqual({ kind: 'open', intentId });
    });

    it('settles a charge as voided when the order was undone before its intent was put on record', async () => {
      await carry('reserved');
      await world.stores.payments.beginCharge(orderId);
      await world.stores.inventory.release(orderId);

      expect(await world.stores.payments.recordIntent(orderId, intentId)).toBe('undone');
      expect(await payment()).toMatchObject({ state: 'VOIDED' });
      expect(await world.stores.orders.reject(order, 'OrderUndoneError')).toEqual({
        status: 'REJECTED',
        unfinished: [],
      });
    });

    it('says what was settled, also when the order is being undone', async () => {
      await carry('charged');
      await world.stores.inventory.release(orderId);

      expect(await world.stores.payments.beginCharge(orderId)).toEqual({ kind: 'charged', intentId });
      expect(await world.stores.shipments.beginShipment(orderId)).toEqual({ kind: 'undone' });
    });

    it('row 40: fails to refund an order that passed the pivot', async () => {
      await carry('confirmed');
      const before = await world.snapshot();

      expect(await world.stores.payments.beginRefund(orderId)).toEqual({ kind: 'order-confirmed' });
      expect(await world.snapshot()).toEqual(before);
    });
  });
}
