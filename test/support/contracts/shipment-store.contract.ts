import { orderForTea } from '../mothers/order-mother';
import { carryOrder, type Stage, shipmentOf } from './carry-order';
import type { OpenWorld, StoreWorld } from './store-world';

export function describeShipmentStore(open: OpenWorld): void {
  describe('ShipmentStore', () => {
    const order = orderForTea(2);
    const { orderId } = order;
    const shipmentId = shipmentOf(orderId);
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });
    const carry = (until: Stage) => carryOrder(world.stores, order, until);
    const shipment = async () => (await world.snapshot()).shipments[orderId];
    const status = async () => (await world.snapshot()).orders[orderId]?.status;

    it('puts the intent to book on record and says what to ship', async () => {
      await carry('charged');

      expect(await world.stores.shipments.beginShipment(orderId)).toEqual({ kind: 'open', lines: order.lines });
      expect(await world.stores.shipments.beginShipment(orderId)).toEqual({ kind: 'open', lines: order.lines });
    });

    it('moves the order on once, however often the booking is recorded', async () => {
      await carry('shipping');

      expect(await world.stores.shipments.recordBooked(orderId, shipmentId)).toBe('recorded');
      expect(await world.stores.shipments.beginShipment(orderId)).toEqual({ kind: 'booked', shipmentId });
      expect((await world.snapshot()).orders[orderId]).toMatchObject({ status: 'SHIPPING', version: 4 });
    });

    it('keeps a refusal, and leaves the order where it was', async () => {
      await carry('shipment-open');

      const refused = { kind: 'refused', reason: 'address_unknown' };
      expect(await world.stores.shipments.beginRefusal(orderId, 'address_unknown')).toBe('recorded');
      expect(await world.stores.shipments.recordRefused(orderId)).toEqual(refused);
      expect(await world.stores.shipments.recordRefused(orderId)).toEqual(refused);
      expect(await world.stores.shipments.beginRefusal(orderId, 'another')).toBe('recorded');
      expect(await world.stores.shipments.beginShipment(orderId)).toEqual(refused);
      expect(await world.stores.shipments.recordBooked(orderId, shipmentId)).toBe('undone');
      expect(await world.stores.shipments.beginCancelShipment(orderId)).toEqual({ kind: 'done' });
      expect(await status()).toBe('CHARGED');
    });

    it('row 35: keeps no booking once a refusal has begun, and the first reason of it', async () => {
      await carry('shipment-open');

      expect(await world.stores.shipments.beginRefusal(orderId, 'address_unknown')).toBe('recorded');
      expect(await world.stores.shipments.beginRefusal(orderId, 'another')).toBe('recorded');
      expect(await world.stores.shipments.beginShipment(orderId)).toEqual({ kind: 'refusing' });
      expect(await world.stores.shipments.recordBooked(orderId, shipmentId)).toBe('undone');
      expect(await world.stores.shipments.recordRefused(orderId)).toEqual({
        kind: 'refused',
        reason: 'address_unknown',
      });
      expect(await status()).toBe('CHARGED');
    });

    it('lets the undo end a refusal that was begun, and owes the carrier a cancellation until then', async () => {
      await carry('shipment-open');
      await world.stores.shipments.beginRefusal(orderId, 'address_unknown');

      expect((await world.stores.orders.reject(order, 'ShipmentRefusedError')).unfinished).toContainEqual({
        step: 'CancelShipment',
        error: 'the shipment is CANCELLING',
      });
      expect(await world.stores.shipments.beginCancelShipment(orderId)).toEqual({ kind: 'open' });
      await world.stores.shipments.recordShipmentCancelled(orderId);
      expect(await world.stores.shipments.beginRefusal(orderId, 'late')).toBe('undone');
      expect(await world.stores.shipments.recordRefused(orderId)).toEqual({ kind: 'undone' });
      expect(await world.stores.shipments.beginShipment(orderId)).toEqual({ kind: 'undone' });
      expect(await shipment()).toMatchObject({ state: 'CANCELLED' });
    });

    it('fails to book before the charge is on record', async () => {
      await carry('charge-open');

      expect(await world.stores.shipments.beginShipment(orderId)).toEqual({ kind: 'out-of-order', status: 'RESERVED' });
      await expect(world.stores.shipments.recordBooked(orderId, shipmentId)).rejects.toThrow('UNKNOWN');
      await expect(world.stores.shipments.recordShipmentCancelled(orderId)).rejects.toThrow('UNKNOWN');
    });

    it('fails to record a refusal of what is booked, or a cancellation that was not begun', async () => {
      await carry('shipping');

      await expect(world.stores.shipments.beginRefusal(orderId, 'late')).rejects.toThrow('BOOKED');
      expect(await world.stores.shipments.recordRefused(orderId)).toEqual({ kind: 'undone' });
      await expect(world.stores.shipments.recordShipmentCancelled(orderId)).rejects.toThrow('BOOKED');
    });

    it.each(['shipment-open', 'shipping'] as const)(
      'opens the cancellation of an order that is at %s',
      async (stage) => {
        await carry(stage);

        expect(await world.stores.shipments.beginCancelShipment(orderId)).toEqual({ kind: 'open' });
        expect(await world.stores.shipments.beginCancelShipment(orderId)).toEqual({ kind: 'open' });
        await world.stores.shipments.recordShipmentCancelled(orderId);
        await world.stores.shipments.recordShipmentCancelled(orderId);
        expect(await world.stores.shipments.beginCancelShipment(orderId)).toEqual({ kind: 'done' });
        expect(await shipment()).toMatchObject({ state: 'CANCELLED' });
      },
    );

    it('row 39: refuses a booking after its undo, also when nothing had been written', async () => {
      expect(await world.stores.shipments.beginCancelShipment(orderId)).toEqual({ kind: 'done' });
      await carry('charged');

      expect(await world.stores.shipments.beginShipment(orderId)).toEqual({ kind: 'undone' });
    });

    it('row 39: refuses what a late booking wants to record after its undo', async () => {
      await carry('shipment-open');
      await world.stores.shipments.beginCancelShipment(orderId);

      expect(await world.stores.shipments.recordBooked(orderId, shipmentId)).toBe('undone');
      expect(await world.stores.shipments.beginRefusal(orderId, 'late')).toBe('undone');
      expect(await world.stores.shipments.recordRefused(orderId)).toEqual({ kind: 'undone' });
      expect(await status()).toBe('CHARGED');
    });

    it('records a booking while something else undoes the order, so that the cancellation finds it', async () => {
      await carry('shipment-open');
      await world.stores.payments.beginRefund(orderId);

      expect(await world.stores.shipments.beginShipment(orderId)).toEqual({ kind: 'undone' });
      expect(await world.stores.shipments.recordBooked(orderId, shipmentId)).toBe('recorded');
      expect(await world.stores.orders.confirm(orderId)).toEqual({ kind: 'undone' });
      expect(await world.stores.shipments.beginCancelShipment(orderId)).toEqual({ kind: 'open' });
    });

    it('fails to cancel the shipment of an order that passed the pivot', async () => {
      await carry('confirmed');
      const before = await world.snapshot();

      expect(await world.stores.shipments.beginCancelShipment(orderId)).toEqual({ kind: 'order-confirmed' });
      expect(await world.snapshot()).toEqual(before);
    });
  });
}
