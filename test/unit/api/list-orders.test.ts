import '../../support/intake/quiet';
import fc from 'fast-check';
import { createListOrders } from '../../../lambdas/api/list-orders';
import { createListProducts } from '../../../lambdas/api/list-products';
import { decodeCursor, encodeCursor } from '../../../lambdas/api/order-cursor';
import { apiHandler } from '../../../lambdas/runtime/api-handler';
import { callApi } from '../../support/intake/api-call';
import { InMemoryOrders } from '../../support/intake/in-memory-orders';
import { orderIdNumber, orderView } from '../../support/intake/order-mother';

const numbered = (n: number) =>
  orderView({
    orderId: orderIdNumber(n),
    // Three orders each share a moment, so that a page may end between them.
    acceptedAt: new Date(Date.parse('2026-03-01T12:00:00Z') + Math.floor(n / 3) * 1_000).toISOString(),
  });

function setUp(count: number) {
  const orders = new InMemoryOrders(
    ...Array.from({ length: count }, (_, n) => numbered(n)),
    orderView({ orderId: orderIdNumber(999), customerId: 'customer-2' }),
  );
  const listOrders = apiHandler('GET /orders', createListOrders({ orders }));
  return (query: Readonly<Record<string, string>> = {}) => callApi(listOrders, { query });
}

const idsOf = (body: { orders: { orderId: string }[] }) => body.orders.map(({ orderId }) => orderId);

describe('GET /orders', () => {
  it("answers the caller's own orders and no others, newest first", async () => {
    const { status, body } = await setUp(4)();

    expect(status).toBe(200);
    expect(idsOf(body)[0]).toBe(orderIdNumber(3));
    expect(idsOf(body).sort()).toEqual([0, 1, 2, 3].map(orderIdNumber).sort());
    expect(body.nextCursor).toBeUndefined();
  });

  it('answers 20 unless asked for more', async () => {
    expect((await setUp(30)()).body.orders).toHaveLength(20);
  });

  it('says nothing of a next page when the last one is exactly full', async () => {
    const { body } = await setUp(6)({ limit: '6' });

    expect([body.orders.length, body.nextCursor]).toEqual([6, undefined]);
  });

  it.each([1, 2, 7, 100])('shows every order once over pages of %i', async (limit) => {
    const list = setUp(23);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await list({ limit: String(limit), ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...idsOf(body));
      cursor = body.nextCursor;
    } while (cursor !== undefined);

    expect(seen).toHaveLength(23);
    expect(new Set(seen).size).toBe(23);
  });

  it.each(['0', '101', '-1', '1.5', '1e2', '', 'x', '0x10', '99999999999'])(
    'fails with a limit of %p',
    async (limit) => {
      const { status, body } = await setUp(1)({ limit });

      expect([status, body.errors[0].pointer]).toEqual([400, 'limit']);
    },
  );

  it('fails with every cursor that it has not made', async () => {
    const list = setUp(1);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), fc.json().map(toCursor)),
        async (cursor) => {
          const { status } = await list({ cursor });

          expect(status).toBe(decodeCursor(cursor) === undefined ? 400 : 200);
        },
      ),
    );
  });

  it('fails with a cursor that names no moment or no order', () => {
    expect(decodeCursor(toCursor('["2026-03-01T12:00:00.000Z","x"]'))).toBeUndefined();
    expect(decodeCursor(toCursor(`["yesterday","${orderIdNumber(1)}"]`))).toBeUndefined();
  });

  it('reads back every cursor that it has made', () => {
    const place = { acceptedAt: '2026-03-01T12:00:00.000Z', orderId: orderIdNumber(1) };

    expect(encodeCursor(place)).toMatch(/^[\w-]+$/);
    expect(decodeCursor(encodeCursor(place))).toEqual(place);
  });
});

const toCursor = (json: string): string => Buffer.from(json).toString('base64url');

describe('GET /products', () => {
  it('answers the catalogue', async () => {
    const catalogue = new InMemoryOrders();
    catalogue.products.push({ sku: 'TEA-1', name: 'Tea', price: { amountMinor: 999, currency: 'EUR' }, available: 3 });

    const { status, body } = await callApi(apiHandler('GET /products', createListProducts({ catalogue })));

    expect([status, body]).toEqual([200, { products: catalogue.products }]);
  });
});
