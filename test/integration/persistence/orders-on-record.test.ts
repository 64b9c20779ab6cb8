import type { Client } from 'pg';
import { createPostgresOrderResolutions } from '../../../lambdas/persistence/postgres/order-resolutions';
import { createPostgresOrdersOnRecord } from '../../../lambdas/persistence/postgres/orders-on-record';
import { carryOrder } from '../../support/contracts/carry-order';
import { orderForTea, orderIdOf } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld } from '../../support/postgres-world';

const traceHeader = 'Root=1-67ce5d00-0a1b2c3d4e5f60718293a4b5;Sampled=1';
const order = { ...orderForTea(2), acceptedAt: '2026-05-04T10:00:00.000Z', traceHeader };
const { orderId } = order;

describe('What is on record of an order', () => {
  const testDatabase = useTestDatabase();
  let session: Client;

  beforeAll(async () => {
    session = await testDatabase.session();
  });

  it('is the order as its saga had it, how it stands, and what each participant has, of one moment', async () => {
    const database = testDatabase.connect();
    const { stores } = await openPostgresWorld(session, database);
    const { findOnRecord } = createPostgresOrdersOnRecord({ database });
    await carryOrder(stores, order, 'charged');
    await stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);

    expect(await findOnRecord(orderId)).toEqual({
      ...order,
      status: 'NEEDS_REPAIR',
      reason: 'ExecutionAborted',
      unfinished: [
        { step: 'RefundPayment', error: 'the payment is CHARGED' },
        { step: 'ReleaseInventory', error: 'the reservation is HELD' },
      ],
      isResolved: false,
      books: { shipment: undefined, payment: 'CHARGED', reservation: 'HELD' },
    });
    expect(await findOnRecord(orderIdOf(9))).toBeUndefined();
  });

  it('says that a person has settled it', async () => {
    const database = testDatabase.connect();
    const { stores, snapshot } = await openPostgresWorld(session, database);
    await stores.orders.markNeedsRepair(order, 'ExecutionAborted', []);
    const version = (await snapshot()).orders[orderId]?.version ?? 0;
    await createPostgresOrderResolutions({ database }).record({ orderId, version, reason: 'paid back', by: 'ada' });

    const { findOnRecord } = createPostgresOrdersOnRecord({ database });
    expect(await findOnRecord(orderId)).toMatchObject({ isResolved: true, status: 'NEEDS_REPAIR', books: {} });
  });
});
