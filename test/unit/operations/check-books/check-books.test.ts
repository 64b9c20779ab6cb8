import { createCheckBooks } from '../../../../lambdas/operations/check-books/check-books';
import type { BooksOnRecord } from '../../../../lambdas/ports/books-on-record';
import { ManualClock } from '../../../support/intake/manual-clock';

const orderId = '5f0c9a64-93b5-5f53-8d6c-0d7a3c1d7e10';

/** One order that is confirmed, and that nobody has paid for. */
const readOrders: BooksOnRecord['readOrders'] = async () => ({
  orders: [{ orderId, status: 'CONFIRMED', lines: [], total: { amountMinor: 100, currency: 'EUR' }, unfinished: [] }],
  events: [],
  payments: [],
  shipments: [],
  next: undefined,
});

const check = (readStock: BooksOnRecord['readStock'], orders = readOrders) =>
  createCheckBooks({ books: { readOrders: orders, readStock }, clock: new ManualClock(), budgetMs: 1_000 })();

describe('The check of the books', () => {
  it('looks at orders, payments and shipments when stock takes longer to add up than a statement may', async () => {
    const slow = new Error('canceling statement due to statement timeout');

    const checked = await check(() => Promise.reject(slow));

    expect(checked).toMatchObject({ complete: true, stock: { isChecked: false, because: slow } });
    expect(checked.orders).toBeGreaterThan(0);
    expect(checked.violations).toContainEqual(expect.objectContaining({ subject: orderId, invariant: 'charge' }));
  });

  it('says that stock was not checked when there is too much of it to add up', async () => {
    expect(await check(async () => undefined)).toMatchObject({ stock: { isChecked: false, because: undefined } });
  });

  it('says that stock was checked when it was', async () => {
    expect(await check(async () => ({ stock: [], orders: [] }))).toMatchObject({ stock: { isChecked: true } });
  });

  it('fails as a whole when orders cannot be read', async () => {
    const away = () => Promise.reject(new Error('away'));

    await expect(check(away, away)).rejects.toThrow('away');
  });
});
