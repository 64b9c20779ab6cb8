import { createConfirmOrder } from '../../../../lambdas/saga/order/confirm-order';
import { carryOrder } from '../../../support/contracts/carry-order';
import type { StoreWorld } from '../../../support/contracts/store-world';
import { openInMemoryWorld } from '../../../support/in-memory/in-memory-world';
import { orderForTea, sagaOf } from '../../../support/mothers/order-mother';

describe('Saga step: ConfirmOrder', () => {
  const order = orderForTea(2);
  let world: StoreWorld;
  beforeEach(async () => {
    world = await openInMemoryWorld();
  });
  const confirm = () => createConfirmOrder(world.stores)(sagaOf(order));

  it('makes the order final, and answers a replay alike', async () => {
    await carryOrder(world.stores, order, 'shipping');

    expect(await confirm()).toEqual({ status: 'CONFIRMED' });
    expect(await confirm()).toEqual({ status: 'CONFIRMED' });
    expect((await world.snapshot()).stock['TEA']).toMatchObject({ reserved: 0, sold: 2 });
  });

  it('fails when a compensation came first', async () => {
    await carryOrder(world.stores, order, 'shipping');
    await world.stores.shipments.beginCancelShipment(order.orderId);

    await expect(confirm()).rejects.toMatchObject({ name: 'OrderUndoneError' });
  });

  it('fails when an earlier step is not on record', async () => {
    await carryOrder(world.stores, order, 'charged');

    await expect(confirm()).rejects.toMatchObject({
      name: 'StepOutOfOrderError',
      message: 'ConfirmOrder cannot run while the order is CHARGED',
    });
  });
});
