import { createReleaseInventory } from '../../../../lambdas/saga/inventory/release-inventory';
import { createReserveInventory } from '../../../../lambdas/saga/inventory/reserve-inventory';
import { carryOrder } from '../../../support/contracts/carry-order';
import type { StoreWorld } from '../../../support/contracts/store-world';
import { openInMemoryWorld } from '../../../support/in-memory/in-memory-world';
import { orderForTea, orderOf, sagaOf } from '../../../support/mothers/order-mother';

describe('Saga step: ReserveInventory', () => {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await openInMemoryWorld();
  });
  const reserve = (order = orderForTea(2)) => createReserveInventory(world.stores)(sagaOf(order));

  it('answers the total that the catalogue gives', async () => {
    expect(await reserve()).toEqual({ totalMinor: 1_780, currency: 'EUR' });
  });

  it('answers a replay with the first reservation and takes nothing twice', async () => {
    const first = await reserve();

    expect(await reserve()).toEqual(first);
    expect((await world.snapshot()).stock['TEA']).toMatchObject({ available: 3, reserved: 2 });
  });

  it.each([
    ['OutOfStockError', orderForTea(6), 'requested 6 of TEA, only 5 available'],
    ['UnknownSkuError', orderOf([{ sku: 'KETTLE', quantity: 1 }]), 'KETTLE is not in the catalogue'],
    [
      'MixedCurrencyError',
      orderOf([
        { sku: 'TEA', quantity: 1 },
        { sku: 'MUG', quantity: 1 },
      ]),
      'lines are priced in more than one currency: EUR, USD',
    ],
    [
      'TotalChangedError',
      orderForTea(2, { expectedTotal: { amountMinor: 1_000, currency: 'EUR' } }),
      'expected a total of 1000, the catalogue gives 1780',
    ],
  ])('fails with %s', async (name, order, message) => {
    await expect(reserve(order)).rejects.toMatchObject({ name, message });
    expect((await world.snapshot()).reservations).toEqual({});
  });

  it('fails when its undo was there first', async () => {
    await world.stores.inventory.release(orderForTea().orderId);

    await expect(reserve()).rejects.toMatchObject({ name: 'OrderUndoneError' });
  });
});

describe('Saga step: ReleaseInventory', () => {
  let world: StoreWorld;
  beforeEach(async () => {
    world = await openInMemoryWorld();
  });
  const order = orderForTea(2);
  const release = () => createReleaseInventory(world.stores)(sagaOf(order));

  it.each(['nothing', 'reserved', 'charged'] as const)('gives back what is held when there was %s', async (stage) => {
    if (stage !== 'nothing') {
      await carryOrder(world.stores, order, stage);
    }

    expect(await release()).toEqual({ reservation: 'RELEASED' });
    expect(await release()).toEqual({ reservation: 'RELEASED' });
    expect((await world.snapshot()).stock['TEA']).toMatchObject({ available: 5, reserved: 0 });
  });

  it('row 37: keeps what may be in a parcel whose cancellation has failed, and gives it back once that is done', async () => {
    await carryOrder(world.stores, order, 'shipping');
    await world.stores.shipments.beginCancelShipment(order.orderId);

    await expect(release()).rejects.toMatchObject({ name: 'ParcelMayHaveLeftError' });
    expect((await world.snapshot()).stock['TEA']).toMatchObject({ available: 3, reserved: 2 });

    await world.stores.shipments.recordShipmentCancelled(order.orderId);
    expect(await release()).toEqual({ reservation: 'RELEASED' });
  });

  it('fails when the order passed the pivot', async () => {
    await carryOrder(world.stores, order, 'confirmed');

    await expect(release()).rejects.toMatchObject({ name: 'OrderConfirmedError' });
    expect((await world.snapshot()).stock['TEA']).toMatchObject({ sold: 2 });
  });
});
