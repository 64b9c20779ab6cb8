import type { SagaState } from '../../../../lambdas/contracts/saga-state';
import { createRejectOrder } from '../../../../lambdas/saga/order/reject-order';
import { carryOrder } from '../../../support/contracts/carry-order';
import type { StoreWorld } from '../../../support/contracts/store-world';
import { openInMemoryWorld } from '../../../support/in-memory/in-memory-world';
import { orderForTea, sagaOf } from '../../../support/mothers/order-mother';

describe('Saga step: RejectOrder', () => {
  const order = orderForTea(2);
  let world: StoreWorld;
  beforeEach(async () => {
    world = await openInMemoryWorld();
  });
  const reject = (changes: Partial<SagaState> = {}) => createRejectOrder(world.stores)(sagaOf(order, changes));
  const row = async () => (await world.snapshot()).orders[order.orderId];

  it('ends an order that the business refused, with the name of the refusal', async () => {
    const answer = await reject({ failure: { Error: 'OutOfStockError', Cause: '{"errorMessage":"12 St James Sq"}' } });

    expect(answer).toEqual({ status: 'REJECTED' });
    expect(await row()).toMatchObject({ status: 'REJECTED', reason: 'OutOfStockError' });
  });

  it.each(['States.Timeout', 'DependencyUnavailableError', 'toString'])(
    'gives no reason of ours when the order ended by %s',
    async (name) => {
      expect(await reject({ failure: { Error: name } })).toEqual({ status: 'REJECTED' });
      expect((await row())?.reason).toBe('ProcessingFailed');
    },
  );

  it('answers a replay alike', async () => {
    await reject({ failure: { Error: 'OutOfStockError' } });

    expect(await reject({ failure: { Error: 'OutOfStockError' } })).toEqual({ status: 'REJECTED' });
    expect((await row())?.version).toBe(2);
  });

  it('row 37: fails when a compensation could not be finished, and puts on record which', async () => {
    await carryOrder(world.stores, order, 'charged');
    const parked = reject({
      failure: { Error: 'ShipmentRefusedError' },
      repair: {
        RefundPayment: { Error: 'RefundFailedError', Cause: 'card 4242 of Ada' },
        ReleaseInventory: { Error: 'not a name: 12 St James Square', Cause: '' },
      },
    });

    await expect(parked).rejects.toMatchObject({
      name: 'NeedsRepairError',
      unfinished: ['RefundPayment', 'ReleaseInventory'],
    });
    expect(await row()).toMatchObject({
      status: 'NEEDS_REPAIR',
      reason: 'ShipmentRefusedError',
      unfinished: [
        { step: 'RefundPayment', error: 'RefundFailedError' },
        { step: 'ReleaseInventory', error: 'UnnamedError' },
      ],
    });
  });

  it('fails when the books show that something was not undone, whatever the saga believes', async () => {
    await carryOrder(world.stores, order, 'charged');

    await expect(reject({ failure: { Error: 'OrderUndoneError' } })).rejects.toMatchObject({
      name: 'NeedsRepairError',
      unfinished: ['RefundPayment', 'ReleaseInventory'],
    });
    expect((await row())?.status).toBe('NEEDS_REPAIR');
  });

  it('row 40: succeeds when the confirmation had landed after all', async () => {
    await carryOrder(world.stores, order, 'confirmed');

    expect(await reject({ repair: { ConfirmOrder: { Error: 'States.Timeout' } } })).toEqual({ status: 'CONFIRMED' });
    expect(
      await reject({
        failure: { Error: 'OrderUndoneError' },
        repair: { CancelShipment: { Error: 'OrderConfirmedError' } },
      }),
    ).toEqual({ status: 'CONFIRMED' });
  });

  it('row 40: parks an order whose confirmation cannot be decided, and leaves everything in place', async () => {
    await carryOrder(world.stores, order, 'shipping');

    await expect(reject({ repair: { ConfirmOrder: { Error: 'States.Timeout' } } })).rejects.toMatchObject({
      name: 'NeedsRepairError',
      unfinished: ['ConfirmOrder'],
    });
    expect(await world.stores.orders.confirm(order.orderId)).toEqual({ kind: 'confirmed' });
  });
});
