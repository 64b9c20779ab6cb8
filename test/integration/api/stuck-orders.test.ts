import { createPostgresUnfinishedOrders } from '../../../lambdas/persistence/postgres/stuck-orders';
import { orderIdNumber } from '../../support/intake/order-mother';
import { useTestDatabase } from '../../support/postgres';

const database = useTestDatabase();

async function insert(n: number, status: string, acceptedAt: string, reason: string | null = null): Promise<void> {
  const session = await database.session();
  await session.query(
    `INSERT INTO orders (order_id, customer_id, status, total_minor, currency, accepted_at, updated_at, reason)
     VALUES ($1, 'customer-1', $2, 1, 'EUR', $3, $3, $4)`,
    [orderIdNumber(n), status, acceptedAt, reason],
  );
}

describe('Orders in Postgres that nobody has finished', () => {
  it('are those not final after their bound and those in need of repair, the oldest first', async () => {
    const early = '2026-03-01T09:00:00.000Z';
    const late = '2026-03-01T11:59:00.000Z';
    await insert(1, 'RESERVED', early);
    await insert(2, 'CHARGED', '2026-03-01T08:00:00.000Z');
    await insert(3, 'SHIPPING', late);
    await insert(4, 'NEEDS_REPAIR', late, 'ExecutionTimedOut');
    await insert(5, 'CONFIRMED', early);
    await insert(6, 'REJECTED', early, 'OutOfStockError');

    const orders = createPostgresUnfinishedOrders({ database: database.connect() });
    const acceptedBefore = new Date('2026-03-01T11:00:00.000Z');

    expect(await orders.findUnfinished({ acceptedBefore, limit: 10 })).toEqual([
      { orderId: orderIdNumber(2), status: 'CHARGED', since: '2026-03-01T08:00:00.000Z' },
      { orderId: orderIdNumber(1), status: 'RESERVED', since: early },
      { orderId: orderIdNumber(4), status: 'NEEDS_REPAIR', since: late, reason: 'ExecutionTimedOut' },
    ]);
    expect(await orders.findUnfinished({ acceptedBefore, limit: 1 })).toHaveLength(1);
  });

  it('tells which orders are not on record at all', async () => {
    await insert(7, 'CONFIRMED', '2026-03-01T09:00:00.000Z');
    const orders = createPostgresUnfinishedOrders({ database: database.connect() });

    expect(await orders.findUnwritten([orderIdNumber(7), orderIdNumber(8)])).toEqual([orderIdNumber(8)]);
    expect(await orders.findUnwritten([])).toEqual([]);
  });
});
