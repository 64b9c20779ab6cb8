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

    const find = (query: { readonly forMs?: number; readonly limit?: number; readonly after?: typeof order } = {}) =>
      world.stores.held.findUnmoved({ forMs: 0, limit: 10, ...query });

    it.each(['reserved', 'charged', 'shipping'] as const)(
      'finds an order at %s, with its lines as it was accepted',
      async (stage) => {
        await carryOrder(world.stores, order, stage);

        expect(await find()).toEqual([order]);
      },
    );

    it('finds an order in repair that holds stock', async () => {
      await carryOrder(world.stores, order, 'charged');
      await world.stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);

      expect(await find()).toEqual([order]);
    });

    it('leaves an order to people whose confirmation has no outcome, until something of it is undone', async () => {
      const { inventory, orders, payments } = world.stores;
      await carryOrder(world.stores, order, 'shipping');
      await orders.markNeedsRepair(order, 'ProcessingFailed', [{ step: 'ConfirmOrder', error: 'UndecidedError' }]);
      expect(await find()).toEqual([]);

      await payments.beginRefund(order.orderId);
      expect(await find()).toEqual([order]);
      await inventory.release(order.orderId);
      await orders.reject(order, 'ReservationExpired');
      expect(await find()).toEqual([]);
    });

    it('leaves an order alone that a person has settled, until it changes', async () => {
      const { inventory, orders } = world.stores;
      await carryOrder(world.stores, order, 'charged');
      await orders.markNeedsRepair(order, 'ExecutionAborted', []);
      await world.resolve(order.orderId);
      expect(await find()).toEqual([]);

      await orders.markNeedsRepair(order, 'ExecutionAborted', [{ step: 'ReleaseInventory', error: 'States.Timeout' }]);
      expect(await find()).toEqual([order]);
      await inventory.release(order.orderId);
      expect(await find()).toEqual([order]);
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
      expect(await find()).toEqual([order]);

      await world.stores.orders.reject(order, 'ReservationExpired');
      expect(await find()).toEqual([]);
    });

    it('finds an order in repair again whose stock is released, until its record says so', async () => {
      await carryOrder(world.stores, order, 'charged');
      await world.stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);
      await world.stores.inventory.release(order.orderId);
      expect(await find()).toEqual([order]);

      await world.stores.orders.reject(order, 'ReservationExpired');
      expect(await find()).toEqual([]);
    });

    it('gives pages, the longest accepted first', async () => {
      const orders = [3, 1, 2].map((n) =>
        orderForTea(1, { orderId: orderIdOf(n), acceptedAt: `2026-05-04T1${n % 2}:00:00.000Z` }),
      );
      for (const each of orders) {
        await carryOrder(world.stores, each, 'reserved');
      }
      const [third, first, second] = orders;

      expect(await find({ limit: 2 })).toEqual([second, first]);
      expect(await find({ limit: 2, ...(first === undefined ? {} : { after: first }) })).toEqual([third]);
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
