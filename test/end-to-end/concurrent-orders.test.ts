import { randomUUID } from 'node:crypto';
import { checkBooks } from '../../lambdas/domain/books/check-books';
import { followOrders } from '../../localstack/main-job/follow-orders';
import { orderOf } from '../../localstack/main-job/scenarios';
import { newCustomer } from '../support/end-to-end/customer';
import { quietBooks } from '../support/end-to-end/quiet-books';

jest.setTimeout(300_000);

const FIFTY = Array.from({ length: 50 });
/** One of the catalogue has a single unit; this file is the only one that wants it. */
const LAST_TIN = 'TEA-LAST-TIN';

describe('Orders that come at once', () => {
  it('row 6: 50 requests with one key give one order, one charge, one execution', async () => {
    const { shop } = newCustomer();
    const key = randomUUID();

    const answers = await Promise.all(FIFTY.map(() => shop.place(orderOf(), key)));

    const orderIds = new Set(answers.map(({ orderId }) => orderId));
    expect(orderIds.size).toBe(1);
    expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
    const [orderId = ''] = orderIds;
    const again = await shop.place(orderOf(), key);
    expect(again).toMatchObject({ status: 202, orderId });
    const [followed] = await followOrders(shop, [{ scenario: 'row 6', orderId, status: 'CONFIRMED' }], () => {});
    expect(followed?.answer.status).toBe('CONFIRMED');

    const books = await quietBooks();
    expect(books.executions.filter((execution) => execution.orderId === orderId)).toHaveLength(1);
    expect(books.payments.filter((payment) => payment.orderId === orderId)).toMatchObject([
      { captures: 1, refunds: 0 },
    ]);
    expect(books.orders.filter((order) => order.orderId === orderId)).toHaveLength(1);
  });

  it('row 20: 50 orders for the last unit give exactly one confirmed', async () => {
    const { shop } = newCustomer();

    const answers = await Promise.all(
      FIFTY.map(() => shop.place(orderOf({ lines: [{ sku: LAST_TIN, quantity: 1 }] }))),
    );
    expect(answers.filter(({ status }) => status !== 202)).toEqual([]);
    const followed = await followOrders(
      shop,
      answers.map(({ orderId = '' }) => ({ scenario: 'row 20', orderId, status: 'CONFIRMED' as const })),
      () => {},
    );

    const statuses = followed.map(({ answer }) => answer.status);
    expect(statuses.filter((status) => status === 'CONFIRMED')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'REJECTED')).toHaveLength(49);
    const books = await quietBooks({ withStates: true });
    expect(books.stock.find(({ sku }) => sku === LAST_TIN)).toMatchObject({ available: 0, reserved: 0, sold: 1 });
    expect(checkBooks(books)).toEqual([]);
  });
});
