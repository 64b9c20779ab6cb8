import '../../../support/intake/quiet';
import { createRetryOrder } from '../../../../lambdas/operations/repair/retry-order';
import { carryOrder, type Stage } from '../../../support/contracts/carry-order';
import { whatIsWrongWith } from '../../../support/contracts/check-snapshot';
import { openInMemoryWorld } from '../../../support/in-memory/in-memory-world';
import { orderForTea } from '../../../support/mothers/order-mother';

const order = orderForTea(2);
const { orderId } = order;
const PIVOT = [{ step: 'ConfirmOrder', error: 'UndecidedError' }];

async function setUp({ at, unfinished = [] }: { at?: Stage; unfinished?: typeof PIVOT } = {}) {
  const world = await openInMemoryWorld();
  const { stores } = world;
  if (at !== undefined) {
    await carryOrder(stores, order, at);
  }
  await stores.orders.markNeedsRepair(order, 'ExecutionAborted', unfinished);
  const standing = async () => {
    const row = (await world.snapshot()).orders[orderId];
    if (row === undefined) {
      throw new Error('expected the order to be there');
    }
    return { ...row, steps: row.unfinished?.map(({ step }) => step) };
  };
  /** As the console does: with what it has read of the order. */
  const retry = async () => {
    const { reason, compensating, unfinished: known } = await standing();
    return createRetryOrder(stores)({
      ...order,
      reason: reason ?? '',
      isBeingUndone: compensating,
      unfinished: known ?? [],
    });
  };
  return { ...world, standing, retry, wrong: async () => whatIsWrongWith(await world.snapshot()) };
}

describe('Operation: check the books of an order in repair and finish it', () => {
  it('confirms an order of which the confirmation alone is unfinished', async () => {
    const { retry, standing, snapshot, wrong } = await setUp({ at: 'shipping', unfinished: PIVOT });

    expect(await retry()).toEqual({ kind: 'confirmed' });
    expect(await retry()).toEqual({ kind: 'confirmed' });

    expect(await standing()).toMatchObject({ status: 'CONFIRMED', reason: null, unfinished: null });
    expect((await snapshot()).reservations[orderId]?.state).toBe('SOLD');
    expect(await wrong()).toEqual([]);
  });

  it('leaves it open, to be confirmed later, when it is not whole', async () => {
    const { retry, standing } = await setUp({ at: 'shipment-open', unfinished: PIVOT });

    expect(await retry()).toEqual({ kind: 'unfinished', steps: ['ConfirmOrder'] });
    expect(await standing()).toMatchObject({ status: 'NEEDS_REPAIR', compensating: false, steps: ['ConfirmOrder'] });
  });

  it('never confirms an order that was stopped when it was whole: its money and its parcel may be settled by hand', async () => {
    const { retry, standing, stores, wrong } = await setUp({ at: 'shipping' });
    const owed = ['CancelShipment', 'RefundPayment', 'ReleaseInventory'];

    expect(await retry()).toEqual({ kind: 'unfinished', steps: owed });
    expect(await standing()).toMatchObject({ status: 'NEEDS_REPAIR', compensating: true, steps: owed });
    expect(await retry()).toEqual({ kind: 'unfinished', steps: owed });
    expect(await stores.orders.confirm(orderId)).toEqual({ kind: 'undone' });
    expect(await wrong()).toEqual([]);
  });

  it('ends an order as rejected that was stopped before it had anything', async () => {
    const { retry, standing, stores, wrong } = await setUp();

    expect(await retry()).toEqual({ kind: 'rejected' });
    expect(await standing()).toMatchObject({ status: 'REJECTED', reason: 'ExecutionAborted', unfinished: null });
    expect(await stores.inventory.reserve(order)).toEqual({ kind: 'undone' });
    expect(await retry()).toEqual({ kind: 'rejected' });
    expect(await wrong()).toEqual([]);
  });

  it('names what is left as more and more of it is settled, and ends the order then', async () => {
    const { retry, standing, stores, wrong } = await setUp({ at: 'charged' });
    expect(await retry()).toEqual({ kind: 'unfinished', steps: ['RefundPayment', 'ReleaseInventory'] });

    await stores.payments.beginRefund(orderId);
    await stores.payments.recordRefunded(orderId, 're_1');
    expect(await retry()).toEqual({ kind: 'unfinished', steps: ['ReleaseInventory'] });
    expect((await standing()).steps).toEqual(['ReleaseInventory']);

    await stores.inventory.release(orderId);
    expect(await retry()).toEqual({ kind: 'rejected' });
    expect(await wrong()).toEqual([]);
  });

  it('rejects what was called off between the look at it and the confirmation', async () => {
    const { standing, stores } = await setUp({ at: 'shipping', unfinished: PIVOT });
    await stores.payments.beginRefund(orderId);

    const retried = await createRetryOrder(stores)({
      ...order,
      ...{ reason: 'ProcessingFailed', isBeingUndone: false, unfinished: PIVOT },
    });

    expect(retried).toEqual({ kind: 'unfinished', steps: ['CancelShipment', 'RefundPayment', 'ReleaseInventory'] });
    expect((await standing()).steps).toEqual(['CancelShipment', 'RefundPayment', 'ReleaseInventory']);
  });
});
