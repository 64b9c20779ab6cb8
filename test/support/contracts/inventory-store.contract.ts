import { orderForTea, orderIdOf, orderOf } from '../mothers/order-mother';
import { carryOrder } from './carry-order';
import type { OpenWorld, StoreWorld } from './store-world';

export function describeInventoryStore(open: OpenWorld): void {
  describe('InventoryStore', () => {
    const order = orderForTea(2);
    const { orderId } = order;
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });
    const reserve = (of = order) => world.stores.inventory.reserve(of);
    const release = (id = orderId) => world.stores.inventory.release(id);

    it('prices an order from the catalogue and holds its lines', async () => {
      expect(await reserve()).toEqual({ kind: 'reserved', total: { amountMinor: 1_780, currency: 'EUR' } });

      const { stock, orders, events } = await world.snapshot();
      expect(stock['TEA']).toEqual({ initial: 5, available: 3, reserved: 2, sold: 0 });
      expect(orders[orderId]).toMatchObject({ status: 'RESERVED', version: 2, total: { amountMinor: 1_780 } });
      expect(events.map(({ sequence, type }) => [sequence, type])).toEqual([
        [1, 'OrderReceived'],
        [2, 'OrderReserved'],
      ]);
    });

    it('row 22: answers a replay with the first reservation and takes nothing twice, whatever the price is now', async () => {
      const first = await reserve();
      const before = await world.snapshot();
      await world.reprice('TEA', 1);

      expect(await reserve()).toEqual(first);
      expect(await world.snapshot()).toEqual(before);
    });

    it('answers a replay after the sale with the reservation that was sold', async () => {
      await carryOrder(world.stores, order, 'confirmed');

      expect(await reserve()).toMatchObject({ kind: 'reserved' });
    });

    it.each(['shipment-open', 'shipping'] as const)(
      'gives nothing back of an order at %s, whose goods may have left, until its parcel is cancelled',
      async (stage) => {
        const { shipments } = world.stores;
        await carryOrder(world.stores, order, stage);
        const held = { state: 'HELD', quantities: { TEA: 2 } };

        expect(await release()).toEqual({ kind: 'parcel-may-have-left' });
        await shipments.beginCancelShipment(orderId);
        expect(await release()).toEqual({ kind: 'parcel-may-have-left' });
        expect((await world.snapshot()).reservations[orderId]).toEqual(held);

        await shipments.recordShipmentCancelled(orderId);
        expect(await release()).toEqual({ kind: 'released' });
        expect(await release()).toEqual({ kind: 'released' });
        expect((await world.snapshot()).stock['TEA']).toEqual({ initial: 5, available: 5, reserved: 0, sold: 0 });
      },
    );

    it('gives it back all the same for who says so, once', async () => {
      await carryOrder(world.stores, order, 'shipping');
      const insist = () => world.stores.inventory.release(orderId, { evenIfNotCancelled: true });

      expect(await insist()).toEqual({ kind: 'released' });
      expect(await insist()).toEqual({ kind: 'released' });
      expect(await release()).toEqual({ kind: 'released' });
      expect((await world.snapshot()).stock['TEA']).toEqual({ initial: 5, available: 5, reserved: 0, sold: 0 });
    });

    it('adds up lines of the same SKU', async () => {
      const lines = [
        { sku: 'TEA', quantity: 3 },
        { sku: 'POT', quantity: 1 },
        { sku: 'TEA', quantity: 2 },
      ];

      expect(await reserve(orderOf(lines))).toEqual({
        kind: 'reserved',
        total: { amountMinor: 12_350, currency: 'EUR' },
      });
      expect((await world.snapshot()).reservations[orderId]).toEqual({
        state: 'HELD',
        quantities: { TEA: 5, POT: 1 },
      });
    });

    it.each([
      {
        why: 'lines of one SKU that are too many together',
        lines: [
          { sku: 'POT', quantity: 1 },
          { sku: 'TEA', quantity: 3 },
          { sku: 'TEA', quantity: 3 },
        ],
        answer: { kind: 'out-of-stock', sku: 'TEA', requested: 6, available: 5 },
      },
      {
        why: 'a line that is sold out',
        lines: [
          { sku: 'TEA', quantity: 1 },
          { sku: 'CUP', quantity: 1 },
        ],
        answer: { kind: 'out-of-stock', sku: 'CUP', requested: 1, available: 0 },
      },
      {
        why: 'an unknown SKU',
        lines: [
          { sku: 'TEA', quantity: 1 },
          { sku: 'KETTLE', quantity: 1 },
        ],
        answer: { kind: 'unknown-sku', sku: 'KETTLE' },
      },
      {
        why: 'two currencies',
        lines: [
          { sku: 'TEA', quantity: 1 },
          { sku: 'MUG', quantity: 1 },
        ],
        answer: { kind: 'mixed-currency', currencies: ['EUR', 'USD'] },
      },
    ])('row 21: holds nothing of an order with $why, and says so', async ({ lines, answer }) => {
      const { stock } = await world.snapshot();

      expect(await reserve(orderOf(lines))).toEqual(answer);

      const after = await world.snapshot();
      expect(after.stock).toEqual(stock);
      expect(after.reservations).toEqual({});
      expect(after.orders[orderId]).toMatchObject({ status: 'RECEIVED', version: 1, total: null, lines });
    });

    it('row 2: refuses a total that the catalogue does not give any more', async () => {
      await world.reprice('TEA', 900);

      expect(await reserve(orderForTea(2, { expectedTotal: { amountMinor: 1_780, currency: 'EUR' } }))).toEqual({
        kind: 'total-changed',
        expectedMinor: 1_780,
        actualMinor: 1_800,
      });
    });

    it('decides a refusal anew on a retry: stock may have come back', async () => {
      const pots = orderOf([{ sku: 'POT', quantity: 2 }]);
      expect(await reserve(pots)).toMatchObject({ kind: 'out-of-stock', available: 1 });
      await world.restock('POT', 1);

      expect(await reserve(pots)).toMatchObject({ kind: 'reserved' });
    });

    it('gives back what is held, once', async () => {
      await reserve();

      expect(await release()).toEqual({ kind: 'released' });
      expect(await release()).toEqual({ kind: 'released' });

      const { stock, orders } = await world.snapshot();
      expect(stock['TEA']).toEqual({ initial: 5, available: 5, reserved: 0, sold: 0 });
      expect(orders[orderId]).toMatchObject({ status: 'RESERVED', version: 2, compensating: true });
    });

    it('row 39: refuses a reserve that arrives after its undo, also when nothing had been written', async () => {
      expect(await release()).toEqual({ kind: 'released' });

      expect(await reserve()).toEqual({ kind: 'undone' });
      expect((await world.snapshot()).stock['TEA']).toMatchObject({ available: 5, reserved: 0 });
    });

    it('row 39: refuses a reserve that arrives after a release', async () => {
      await reserve();
      await release();

      expect(await reserve()).toEqual({ kind: 'undone' });
    });

    it.each(['reject', 'park'])('row 39: refuses a reserve that arrives after %s ended the order', async (end) => {
      await (end === 'reject'
        ? world.stores.orders.reject(order, 'ProcessingFailed')
        : world.stores.orders.markNeedsRepair(order, 'ProcessingFailed', []));

      expect(await reserve()).toEqual({ kind: 'undone' });
      expect((await world.snapshot()).reservations).toEqual({});
    });

    it('fails to release an order that passed the pivot', async () => {
      await carryOrder(world.stores, order, 'confirmed');
      const before = await world.snapshot();

      expect(await release()).toEqual({ kind: 'order-confirmed' });
      expect(await world.snapshot()).toEqual(before);
    });

    it('keeps orders apart', async () => {
      await reserve();
      await reserve(orderForTea(3, { orderId: orderIdOf(2) }));
      await release();

      expect((await world.snapshot()).stock['TEA']).toMatchObject({ available: 2, reserved: 3 });
    });
  });
}
