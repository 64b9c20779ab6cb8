import { orderForTea, orderIdOf } from '../mothers/order-mother';
import { carryOrder } from './carry-order';
import type { OpenWorld, StoreWorld } from './store-world';

export function describeOrderReader(open: OpenWorld): void {
  describe('OrderReader', () => {
    let world: StoreWorld;
    beforeEach(async () => {
      world = await open();
    });

    /** Orders 1 to 5, two of them accepted in the same millisecond. */
    const acceptFive = async () => {
      const seconds = ['01.000', '02.123', '02.123', '03.000', '04.000'];
      for (const [index, second] of seconds.entries()) {
        const order = orderForTea(1, {
          orderId: orderIdOf(index + 1),
          customerId: index === 3 ? 'customer-2' : 'customer-1',
          acceptedAt: `2026-05-04T10:00:${second}Z`,
        });
        await world.stores.inventory.reserve(order);
      }
    };
    const idsOf = (views: readonly { readonly orderId: string }[]) => views.map(({ orderId }) => orderId);

    it('finds an order with its lines, total and version', async () => {
      const order = orderForTea(2, { acceptedAt: '2026-05-04T10:00:00.123Z' });
      await carryOrder(world.stores, order, 'confirmed');

      expect(await world.stores.reader.findOrder(order.orderId)).toEqual({
        orderId: order.orderId,
        customerId: 'customer-1',
        status: 'CONFIRMED',
        version: 5,
        lines: [{ sku: 'TEA', quantity: 2 }],
        total: { amountMinor: 1_780, currency: 'EUR' },
        acceptedAt: '2026-05-04T10:00:00.123Z',
        updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      });
    });

    it('says why an order was rejected, and has no total of one that was never priced', async () => {
      const order = orderForTea(6);
      await world.stores.inventory.reserve(order);
      await world.stores.orders.reject(order, 'OutOfStockError');

      const view = await world.stores.reader.findOrder(order.orderId);
      expect(view).toMatchObject({ status: 'REJECTED', reason: 'OutOfStockError' });
      expect(view).not.toHaveProperty('total');
    });

    it('finds nothing under an id that is not there', async () => {
      expect(await world.stores.reader.findOrder(orderIdOf(9))).toBeUndefined();
    });

    it("lists a customer's own orders, newest first, page by page, without a gap or a repetition", async () => {
      await acceptFive();
      const page = async (after?: { readonly acceptedAt: string; readonly orderId: string }) =>
        world.stores.reader.listOrders({ customerId: 'customer-1', limit: 2, after });

      const first = await page();
      const second = await page(first.at(-1));
      const third = await page(second.at(-1));

      expect(idsOf(first)).toEqual([orderIdOf(5), orderIdOf(3)]);
      expect(idsOf(second)).toEqual([orderIdOf(2), orderIdOf(1)]);
      expect(third).toEqual([]);
    });

    it('lists products with what is available', async () => {
      await world.stores.inventory.reserve(orderForTea(2));

      const products = await world.stores.reader.listProducts();
      expect(products.map(({ sku, available }) => [sku, available])).toEqual([
        ['CUP', 0],
        ['MUG', 10],
        ['POT', 1],
        ['TEA', 3],
      ]);
      expect(products[3]).toEqual({
        sku: 'TEA',
        name: 'TEA by name',
        price: { amountMinor: 890, currency: 'EUR' },
        available: 3,
      });
    });
  });
}
