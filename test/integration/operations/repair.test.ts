import '../../support/intake/quiet';
import type { Client } from 'pg';
import { readOrder } from '../../../console/orders/read-order';
import { createExpireReservations } from '../../../lambdas/operations/expire-reservations/expire-reservations';
import { createRetryOrder } from '../../../lambdas/operations/repair/retry-order';
import type { Database } from '../../../lambdas/persistence/postgres/database';
import { systemClock } from '../../../lambdas/runtime/clock';
import { createReconcilePayment } from '../../../lambdas/saga/payment/reconcile-payment';
import { createRefundPayment } from '../../../lambdas/saga/payment/refund-payment';
import { carryOrder, intentOf, type Stage } from '../../support/contracts/carry-order';
import { whatIsWrongWith } from '../../support/contracts/check-snapshot';
import type { Stores, StoreWorld } from '../../support/contracts/store-world';
import { InMemorySignals } from '../../support/intake/in-memory-signals';
import { orderForTea } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld, postgresStores } from '../../support/postgres-world';

const order = orderForTea(2);
const { orderId } = order;
const PIVOT = { step: 'ConfirmOrder', error: 'UndecidedError' };

/** What people, the provider's events and clocks do with an order in repair, one after the other and in any order. */
describe('An order in repair', () => {
  const testDatabase = useTestDatabase();
  let session: Client;
  let database: Database;
  let stores: Stores;
  let world: StoreWorld;

  beforeAll(async () => {
    session = await testDatabase.session();
    database = testDatabase.connect();
    stores = postgresStores(database);
  });
  beforeEach(async () => {
    world = await openPostgresWorld(session, database);
  });
  afterEach(async () => {
    expect(whatIsWrongWith(await world.snapshot())).toEqual([]);
  });

  const park = async (at: Stage | undefined, ...unfinished: readonly (typeof PIVOT)[]) => {
    if (at !== undefined) {
      await carryOrder(stores, order, at);
    }
    await stores.orders.markNeedsRepair(order, 'ExecutionAborted', unfinished);
  };
  const standing = async () => {
    const read = await readOrder(database, orderId);
    if (read === null || read === undefined) {
      throw new Error('expected the order to be there');
    }
    return { ...read, steps: (read.unfinished ?? []).map(({ step }) => step) };
  };
  const stock = async () => (await world.snapshot()).stock['TEA'];
  const retry = async () => {
    const { reason, compensatingAt, unfinished } = await standing();
    return createRetryOrder(stores)({
      ...order,
      reason: reason ?? '',
      isBeingUndone: compensatingAt !== null,
      unfinished: unfinished ?? [],
    });
  };
  /** An operator refunds at the provider, whose event reaches us. */
  const refundByHand = async () => {
    const amount = (await world.snapshot()).payments[orderId]?.total ?? { amountMinor: 0, currency: 'EUR' };
    const provider = {
      retrieveIntent: async (id: string) => ({ id, status: 'succeeded', amount }) as const,
      refundsOf: async () => [{ id: 're_by_hand', amountMinor: amount.amountMinor, stands: true }],
      refundIntent: () => Promise.reject(new Error('it is refunded already')),
      cancelIntent: async (id: string) => ({ id, status: 'succeeded', amount }) as const,
    };
    const { paymentRecords: records, payments } = stores;
    const refundPayment = createRefundPayment({ payments, provider: provider as never });
    return createReconcilePayment({ records, payments, provider, refundPayment })({
      ...{ intentId: intentOf(orderId), orderId, isAboutRefund: true },
    });
  };
  const sweep = () =>
    createExpireReservations({
      ...stores,
      reservations: stores.held,
      executions: { findRunning: async () => ({ executions: [], complete: true }), statusOf: async () => undefined },
      signals: new InMemorySignals(),
      clock: systemClock,
      expireAfterMs: 0,
    })();

  it('is never confirmed over a refund by hand, whatever was whole when its execution was stopped', async () => {
    await park('shipping');

    expect(await refundByHand()).toEqual({ kind: 'recorded', orderId });
    expect(await standing()).toMatchObject({
      status: 'NEEDS_REPAIR',
      payment: { state: 'REFUNDED', refundId: 're_by_hand' },
    });
    expect(await retry()).toEqual({ kind: 'unfinished', steps: ['CancelShipment', 'ReleaseInventory'] });
    expect((await standing()).steps).toEqual(['CancelShipment', 'ReleaseInventory']);
    expect(await stores.orders.confirm(orderId)).toEqual({ kind: 'undone' });
    expect(await refundByHand()).toEqual({ kind: 'nothing-to-do' });
  });

  it('ends as rejected once it was refunded by hand and its stock is swept up', async () => {
    await park('charged');

    expect(await refundByHand()).toEqual({ kind: 'recorded', orderId });
    expect(await retry()).toEqual({ kind: 'unfinished', steps: ['ReleaseInventory'] });
    expect(await sweep()).toEqual({ expired: 1, kept: 0, parked: 0 });

    expect(await standing()).toMatchObject({ status: 'REJECTED', unfinished: null });
    expect(await stock()).toMatchObject({ available: 5, reserved: 0 });
  });

  it('ends as rejected in whatever order the clock and the refund come', async () => {
    await park('charged');
    await sweep();
    expect((await standing()).steps).toEqual(['RefundPayment']);
    expect(await retry()).toEqual({ kind: 'unfinished', steps: ['RefundPayment'] });

    expect(await refundByHand()).toEqual({ kind: 'recorded', orderId });
    expect(await retry()).toEqual({ kind: 'rejected' });
    expect((await standing()).status).toBe('REJECTED');
  });

  it('ends as rejected when its execution was stopped before it had anything', async () => {
    await park(undefined);
    expect(await sweep()).toEqual({ expired: 0, kept: 0, parked: 0 });

    expect(await retry()).toEqual({ kind: 'rejected' });
    expect(await standing()).toMatchObject({ status: 'REJECTED', reason: 'ExecutionAborted' });
  });

  it('is not undone by a clock while nobody knows whether it is confirmed, and is confirmed then', async () => {
    await park('shipping', PIVOT);
    const parked = await world.snapshot();

    expect(await sweep()).toEqual({ expired: 0, kept: 0, parked: 0 });
    expect(await world.snapshot()).toEqual(parked);
    expect(await retry()).toEqual({ kind: 'confirmed' });
    expect(await stock()).toMatchObject({ available: 3, reserved: 0, sold: 2 });
  });

  it('is undone as any other when it was refunded instead of confirmed', async () => {
    await park('shipping', PIVOT);

    expect(await refundByHand()).toEqual({ kind: 'recorded', orderId });
    expect(await retry()).toEqual({ kind: 'unfinished', steps: ['CancelShipment', 'ReleaseInventory'] });
    expect((await standing()).steps).toEqual(['CancelShipment', 'ReleaseInventory']);
    expect(await sweep()).toEqual({ expired: 0, kept: 0, parked: 0 }); // its parcel stands

    await stores.shipments.beginCancelShipment(orderId);
    await stores.shipments.recordShipmentCancelled(orderId);
    expect(await sweep()).toEqual({ expired: 1, kept: 0, parked: 0 });
    expect((await standing()).status).toBe('REJECTED');
  });

  it('is left alone by clocks once a person has settled it', async () => {
    await park('shipping');
    await world.resolve(orderId);
    const settled = await world.snapshot();

    expect(await sweep()).toEqual({ expired: 0, kept: 0, parked: 0 });
    expect(await world.snapshot()).toEqual(settled);
    expect((await standing()).isResolved).toBe(true);
  });
});
