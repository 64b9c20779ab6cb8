import type { Client } from 'pg';
import { END_UNDONE, RECORD_SETTLED } from '../../../lambdas/persistence/postgres/order-statements';
import { carryOrder } from '../../support/contracts/carry-order';
import type { Stores, StoreWorld } from '../../support/contracts/store-world';
import { holdBefore, removeGates, untilWaiting } from '../../support/lock-step';
import { orderForTea } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld, postgresStores } from '../../support/postgres-world';

/** Each test lets a statement begin with a view of the rows that gets old while it waits for its lock. */
describe('A refund that fails while somebody else is at its payment', () => {
  const testDatabase = useTestDatabase();
  const order = orderForTea(2);
  const { orderId } = order;
  let session: Client;
  /** Ends the order in a transaction, which the stores never have: so that it can be stopped in its middle. */
  let ending: Client;
  let one: Stores;
  let other: Stores;
  let world: StoreWorld;

  beforeAll(async () => {
    session = await testDatabase.session();
    ending = await testDatabase.session();
    one = postgresStores(testDatabase.connect());
    other = postgresStores(testDatabase.connect());
  });
  beforeEach(async () => {
    await removeGates(session, 1, 2);
    world = await openPostgresWorld(session, testDatabase.connect());
    await carryOrder(one, order, 'charged');
    await one.payments.beginRefund(orderId);
  });

  const end = async () => {
    await one.inventory.release(orderId);
    return one.orders.reject(order, 'ShipmentRefusedError');
  };

  it('opens an order again whose end it was waiting for', async () => {
    await one.payments.recordRefunded(orderId, 're_1');
    await one.inventory.release(orderId);
    await ending.query('BEGIN');
    await ending.query('SELECT FROM orders WHERE order_id = $1 FOR UPDATE', [orderId]);
    const failed = other.paymentRecords.recordRefundFailed(orderId, 're_1');
    await untilWaiting(session, 1);
    await ending.query(
      `WITH ended AS (UPDATE orders SET status = 'REJECTED', version = version + 1 WHERE order_id = $1 RETURNING *)
       INSERT INTO order_events (order_id, sequence, type, status)
       SELECT order_id, version, 'OrderRejected', status FROM ended`,
      [orderId],
    );
    await ending.query('COMMIT');

    expect(await failed).toBe('recorded');
    const { orders, payments, events } = await world.snapshot();
    expect(orders[orderId]).toMatchObject({ status: 'NEEDS_REPAIR', unfinished: [{ step: 'RefundPayment' }] });
    expect(payments[orderId]).toMatchObject({ state: 'REFUNDING', refundId: 're_1' });
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
  });

  it('keeps an order open whose second end still sees the payment as it was', async () => {
    await one.payments.recordRefunded(orderId, 're_1');
    await one.inventory.release(orderId);
    await ending.query('BEGIN');
    await ending.query('SELECT FROM orders WHERE order_id = $1 FOR UPDATE', [orderId]);
    const secondEnd = testDatabase.connect().query(END_UNDONE, [orderId, 'ShipmentRefusedError']);
    await untilWaiting(session, 1);
    await ending.query("UPDATE payments SET state = 'REFUNDING' WHERE order_id = $1", [orderId]);
    await ending.query(
      `WITH opened AS (
         UPDATE orders SET status = 'NEEDS_REPAIR', version = version + 1, updated_at = clock_timestamp(), unfinished = $2
         WHERE order_id = $1 RETURNING *)
       INSERT INTO order_events (order_id, sequence, type, status)
       SELECT order_id, version, 'OrderNeedsRepair', status FROM opened`,
      [orderId, JSON.stringify([{ step: 'RefundPayment', error: 'RefundFailedError' }])],
    );
    await ending.query('COMMIT');

    expect(await secondEnd).toEqual([]);
    expect(await other.orders.reject(order, 'ShipmentRefusedError')).toMatchObject({
      status: 'NEEDS_REPAIR',
      unfinished: [{ step: 'RefundPayment' }],
    });
  });

  it('leaves the refund that takes its place while it was waiting', async () => {
    await one.payments.recordRefunded(orderId, 're_1');
    await end();
    await one.paymentRecords.recordRefundFailed(orderId, 're_1');
    const goOn = await holdBefore(session, { table: 'payments', state: 'REFUNDED', gate: 1 });
    const refunded = one.payments.recordRefunded(orderId, 're_2');
    await untilWaiting(session, 1);
    const failed = other.paymentRecords.recordRefundFailed(orderId, 're_1');
    await untilWaiting(session, 2);
    await goOn();

    await refunded;
    expect(await failed).toBe('superseded');
    expect((await world.snapshot()).payments[orderId]).toMatchObject({ state: 'REFUNDED', refundId: 're_2' });
  });

  it('is not recorded as made by whoever was waiting for it', async () => {
    const goOn = await holdBefore(session, { table: 'payments', state: 'REFUNDING', gate: 1 });
    const failed = one.paymentRecords.recordRefundFailed(orderId, 're_1');
    await untilWaiting(session, 1);
    const refunded = other.payments.recordRefunded(orderId, 're_1');
    await untilWaiting(session, 2);
    await goOn();

    expect(await failed).toBe('recorded');
    await expect(refunded).rejects.toMatchObject({ name: 'StepOutOfOrderError' });
    expect(await end()).toMatchObject({ status: 'NEEDS_REPAIR', unfinished: [{ step: 'RefundPayment' }] });
  });

  it('is owed again, though whoever takes settled steps off the record still sees the payment as it was', async () => {
    await one.payments.recordRefunded(orderId, 're_1');
    await one.shipments.beginShipment(orderId);
    await one.orders.reject(order, 'ShipmentRefusedError');
    expect((await world.snapshot()).orders[orderId]).toMatchObject({ status: 'NEEDS_REPAIR' });
    await ending.query('BEGIN');
    await ending.query('SELECT FROM orders WHERE order_id = $1 FOR UPDATE', [orderId]);
    const settling = testDatabase.connect().query(RECORD_SETTLED, [orderId]);
    await untilWaiting(session, 1);
    await ending.query("UPDATE payments SET state = 'REFUNDING' WHERE order_id = $1", [orderId]);
    await ending.query(
      `WITH opened AS (UPDATE orders SET version = version + 1, updated_at = now(), unfinished = $2 WHERE order_id = $1 RETURNING *)
       INSERT INTO order_events (order_id, sequence, type, status)
       SELECT order_id, version, 'OrderNeedsRepair', status FROM opened`,
      [orderId, JSON.stringify([{ step: 'RefundPayment', error: 'RefundFailedError' }])],
    );
    await ending.query('COMMIT');

    await settling;
    expect((await world.snapshot()).orders[orderId]?.unfinished).toEqual([
      { step: 'RefundPayment', error: 'RefundFailedError' },
    ]);
  });
});
