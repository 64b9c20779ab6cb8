import { orderForTea, orderIdOf } from '../mothers/order-mother';
import { carryOrder } from './carry-order';
import type { OpenWorld, StoreWorld } from './store-world';

/** What every implementation of `HeldReservations` must do. */
export function describeHeldReservations(open: OpenWorld): void {
  describe('HeldReservations', () => {
    const order = orderForTea(1);
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });

    const found = { ...order, awaitsPerson: false };
    const find = (query: { readonly forMs?: number; readonly limit?: number; readonly after?: typeof order } = {}) =>
      world.stores.held.findUnmoved({ forMs: 0, limit: 10, ...query });

    it.each(['reserved', 'charged'] as const)(
      'finds an order at %s, with its lines as it was accepted',
      async (stage) => {
        await carryOrder(world.stores, order, stage);

        expect(await find()).toEqual([found]);
      },
    );

    it('says of an order whose stock may be in a parcel that it awaits a person, until it is handed over', async () => {
      const { orders, shipments } = world.stores;
      for (const [n, stage] of (['shipment-open', 'shipping', 'shipping'] as const).entries()) {
        await carryOrder(world.stores, orderForTea(1, { orderId: orderIdOf(n) }), stage);
      }
      await shipments.beginCancelShipment(orderIdOf(2));
      expect((await find()).map(({ awaitsPerson }) => awaitsPerson)).toEqual([true, true, true]);

      for (const each of await find()) {
        await orders.markNeedsRepair(each, 'ReservationExpired', []);
      }
      expect(await find()).toEqual([]);
    });

    it.each(['CANCELLED', 'REFUSED'] as const)('finds an order in repair whose parcel is %s', async (state) => {
      const { orders, shipments } = world.stores;
      await carryOrder(world.stores, order, 'shipment-open');
      await orders.markNeedsRepair(order, 'ExecutionAborted', []);
      if (state === 'REFUSED') {
        await shipments.beginRefusal(order.orderId, 'no such address');
        expect(await find()).toEqual([]);
        await shipments.recordRefused(order.orderId);
      } else {
        await shipments.beginCancelShipment(order.orderId);
        await shipments.recordShipmentCancelled(order.orderId);
      }

      expect(await find()).toEqual([found]);
    });

    it('finds an order in repair that holds stock', async () => {
      await carryOrder(world.stores, order, 'charged');
      await world.stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);

      expect(await find()).toEqual([found]);
    });

    it('leaves an order to people whose confirmation has no outcome, until something of it is undone', async () => {
      const { inventory, orders, shipments } = world.stores;
      await carryOrder(world.stores, order, 'shipping');
      await orders.markNeedsRepair(order, 'ProcessingFailed', [{ step: 'ConfirmOrder', error: 'UndecidedError' }]);
      expect(await find()).toEqual([]);

      await shipments.beginCancelShipment(order.orderId);
      await shipments.recordShipmentCancelled(order.orderId);
      expect(await find()).toEqual([found]);
      await inventory.release(order.orderId);
      await orders.reject(order, 'ProcessingFailed');
      expect(await find()).toEqual([]);
    });

    it('leaves an order alone that a person has settled, until an undo of it has failed', async () => {
      const { inventory, orders, payments } = world.stores;
      await carryOrder(world.stores, order, 'charged');
      await orders.markNeedsRepair(order, 'ExecutionAborted', []);
      await world.resolve(order.orderId);
      expect(await find()).toEqual([]);

      await payments.beginRefund(order.orderId);
      await orders.markNeedsRepair(order, 'ExecutionAborted', [{ step: 'ReleaseInventory', error: 'States.Timeout' }]);
      expect(await find()).toEqual([found]);
      await inventory.release(order.orderId);
      expect(await find()).toEqual([found]);
      await world.resolve(order.orderId);
      expect(await find()).toEqual([]);
    });

    it('leaves an order alone that a person has settled, also when its money comes back after that', async () => {
      const { orders, payments } = world.stores;
      await carryOrder(world.stores, order, 'shipping');
      await orders.markNeedsRepair(order, 'ExecutionAborted', []);
      await world.resolve(order.orderId);

      await payments.beginRefund(order.orderId);
      await payments.recordRefunded(order.orderId, 're_1');

      expect(await find()).toEqual([]);
    });

    it('leaves an order alone that has moved lately', async () => {
      await carryOrder(world.stores, order, 'reserved');

      expect(await find({ forMs: 3_600_000 })).toEqual([]);
    });

    it('leaves orders alone that hold nothing: confirmed, rejected, or not reserved yet', async () => {
      const [confirmed, rejected, received] = [1, 2, 3].map((n) => orderForTea(1, { orderId: orderIdOf(n) }));
      await carryOrder(world.stores, confirmed ?? order, 'confirmed');
      await world.stores.orders.reject(rejected ?? order, 'ProcessingFailed');
      await world.stores.orders.markNeedsRepair(received ?? order, 'ExecutionAborted', []);

      expect(await find()).toEqual([]);
    });

    it('finds an order again whose stock is released, until it is on record what became of it', async () => {
      await carryOrder(world.stores, order, 'charged');
      await world.stores.inventory.release(order.orderId);
      expect(await find()).toEqual([found]);

      await world.stores.orders.reject(order, 'ReservationExpired');
      expect(await find()).toEqual([]);
    });

    it('finds an order in repair again whose stock is released, until its record says so', async () => {
      await carryOrder(world.stores, order, 'charged');
      await world.stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);
      await world.stores.inventory.release(order.orderId);
      expect(await find()).toEqual([found]);

      await world.stores.orders.reject(order, 'ReservationExpired');
      expect(await find()).toEqual([]);
    });

    it('finds an order in repair that owes nothing, when it was being undone: nobody else would end it', async () => {
      await carryOrder(world.stores, order, 'reserved');
      await world.stores.inventory.release(order.orderId);
      await world.stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);
      expect(await find()).toEqual([found]);

      await world.stores.orders.reject(order, 'ReservationExpired');
      expect(await find()).toEqual([]);
    });

    describe('callOff', () => {
      const { orderId } = order;
      const callOff = (forMs = 0) => world.stores.held.callOff({ orderId, forMs });
      const begin = () => world.stores.shipments.beginShipment(orderId);

      it('calls an order off, so that no booking begins any more, as often as one likes', async () => {
        await carryOrder(world.stores, order, 'charged');

        expect(await callOff()).toBe(true);
        expect(await begin()).toEqual({ kind: 'undone' });
        expect(await callOff()).toBe(true);
      });

      it.each([
        { what: 'has moved lately', forMs: 3_600_000, carry: () => carryOrder(world.stores, order, 'charged') },
        { what: 'is confirmed', forMs: 0, carry: () => carryOrder(world.stores, order, 'confirmed') },
        {
          what: 'a person has settled',
          forMs: 0,
          async carry() {
            await carryOrder(world.stores, order, 'charged');
            await world.stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);
            await world.resolve(orderId);
          },
        },
      ])('does not touch an order that $what', async ({ forMs, carry }) => {
        await carry();
        const before = await world.snapshot();

        expect(await callOff(forMs)).toBe(false);
        expect(await world.snapshot()).toEqual(before);
      });

      it('knows of no order that was never written down', async () => {
        expect(await callOff()).toBe(false);
      });
    });

    it('gives pages, the longest accepted first', async () => {
      const orders = [3, 1, 2].map((n) =>
        orderForTea(1, { orderId: orderIdOf(n), acceptedAt: `2026-05-04T1${n % 2}:00:00.000Z` }),
      );
      for (const each of orders) {
        await carryOrder(world.stores, each, 'reserved');
      }
      const [third, first, second] = orders;

      expect((await find({ limit: 2 })).map(({ orderId }) => orderId)).toEqual([second?.orderId, first?.orderId]);
      expect(await find({ limit: 2, ...(first === undefined ? {} : { after: first }) })).toMatchObject([third ?? {}]);
    });

    it('knows a place among the orders that have not moved, if there is any', async () => {
      expect(await world.stores.held.findPlace({ forMs: 0 })).toBeUndefined();

      await carryOrder(world.stores, order, 'reserved');
      const { orderId, acceptedAt } = order;
      expect(await world.stores.held.findPlace({ forMs: 0 })).toEqual({ orderId, acceptedAt });
      expect(await world.stores.held.findPlace({ forMs: 3_600_000 })).toBeUndefined();
    });
  });
}
