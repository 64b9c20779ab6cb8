import type { Client } from 'pg';
import { carryOrder } from '../../support/contracts/carry-order';
import type { StoreWorld } from '../../support/contracts/store-world';
import { orderForTea, orderIdOf } from '../../support/mothers/order-mother';
import { useTestDatabase } from '../../support/postgres';
import { openPostgresWorld } from '../../support/postgres-world';

/** What a bug in the code might send. An order for 2 of 5 TEA is at `shipping`, another one is not there at all. */
const ORDER = orderIdOf(1);
const BUGS: readonly { readonly bug: string; readonly sql: string; readonly refusedBy: string }[] = [
  {
    bug: 'takes more out of stock than there is',
    sql: "UPDATE stock SET available = available - 9, reserved = reserved + 9 WHERE sku = 'TEA'",
    refusedBy: 'stock_available_check',
  },
  {
    bug: 'gives back more than is held',
    sql: "UPDATE stock SET available = available + 3, reserved = reserved - 3 WHERE sku = 'TEA'",
    refusedBy: 'stock_reserved_check',
  },
  {
    bug: 'takes units and puts them nowhere',
    sql: "UPDATE stock SET available = available - 1 WHERE sku = 'TEA'",
    refusedBy: 'every_unit_is_somewhere',
  },
  {
    bug: 'reserves a second time for the same order',
    sql: `INSERT INTO reservations (order_id, state) VALUES ('${ORDER}', 'HELD')`,
    refusedBy: 'reservations_pkey',
  },
  {
    bug: 'holds what the catalogue does not have',
    sql: `INSERT INTO reservation_lines (order_id, sku, quantity) VALUES ('${ORDER}', 'GHOST', 1)`,
    refusedBy: 'reservation_lines_sku_fkey',
  },
  {
    bug: 'opens a second payment of the same order',
    sql: `INSERT INTO payments (order_id, state, amount_minor, currency) VALUES ('${ORDER}', 'OPEN', 1, 'EUR')`,
    refusedBy: 'payments_pkey',
  },
  {
    bug: 'takes the intent of one order for another',
    sql: `INSERT INTO payments (order_id, state, intent_id) SELECT '${orderIdOf(2)}', 'VOIDED', intent_id FROM payments`,
    refusedBy: 'payments_intent_id_key',
  },
  {
    bug: 'says that it has charged without an intent',
    sql: "UPDATE payments SET state = 'CHARGED', intent_id = NULL",
    refusedBy: 'charged_has_an_intent',
  },
  {
    bug: 'says that it has refunded without a refund',
    sql: "UPDATE payments SET state = 'REFUNDED', refund_id = NULL",
    refusedBy: 'refunded_has_a_refund',
  },
  {
    bug: 'says that it has booked without a shipment',
    sql: "UPDATE shipments SET state = 'BOOKED', shipment_id = NULL",
    refusedBy: 'booked_has_an_id',
  },
  {
    bug: 'confirms an order that is being undone',
    sql: "UPDATE orders SET status = 'CONFIRMED', compensating_at = now()",
    refusedBy: 'confirmed_is_never_undone',
  },
  {
    bug: 'reserves for an order without a price',
    sql: 'UPDATE orders SET total_minor = NULL',
    refusedBy: 'priced_before_reserved',
  },
  {
    bug: 'invents a status',
    sql: "UPDATE orders SET status = 'PAID'",
    refusedBy: 'orders_status_check',
  },
  {
    bug: 'writes the same step of the audit trail twice',
    sql: `INSERT INTO order_events (order_id, sequence, type, status) VALUES ('${ORDER}', 1, 'OrderReceived', 'RECEIVED')`,
    refusedBy: 'order_events_pkey',
  },
  {
    bug: 'tells of an order that is not on record',
    sql: `INSERT INTO order_events (order_id, sequence, type, status) VALUES ('${orderIdOf(2)}', 1, 'OrderReceived', 'RECEIVED')`,
    refusedBy: 'order_events_order_id_fkey',
  },
];

describe('Constraints of the database', () => {
  const testDatabase = useTestDatabase();
  let session: Client;
  let world: StoreWorld;

  beforeAll(async () => {
    session = await testDatabase.session();
    world = await openPostgresWorld(session, testDatabase.connect());
    await carryOrder(world.stores, orderForTea(2, { orderId: ORDER }), 'shipping');
  });

  it.each(BUGS)('refuse code that $bug', async ({ sql, refusedBy }) => {
    const before = await world.snapshot();

    await expect(session.query(sql)).rejects.toMatchObject({ constraint: refusedBy });
    expect(await world.snapshot()).toEqual(before);
  });
});
