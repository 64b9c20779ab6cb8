import { randomUUID } from 'node:crypto';
import { followOrders } from '../../localstack/main-job/follow-orders';
import { orderOf } from '../../localstack/main-job/scenarios';
import { newCustomer } from '../support/end-to-end/customer';
import { quietBooks } from '../support/end-to-end/quiet-books';
import { localCloud, tokenOf } from '../support/local-cloud';

jest.setTimeout(300_000);

const post = (customer: ReturnType<typeof newCustomer>, body: string, headers: Record<string, string> = {}) =>
  customer.request('/orders', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
  });

const line = (change: object) =>
  JSON.stringify({ ...orderOf(), lines: [{ sku: 'TEA-ASSAM-250', quantity: 1, ...change }] });
const addressed = (change: object) =>
  JSON.stringify({ ...orderOf(), shippingAddress: { ...orderOf().shippingAddress, ...change } });

describe('Bad requests', () => {
  const customer = newCustomer();
  let before: number;

  beforeAll(async () => {
    before = (await quietBooks()).accepted.length;
  });

  it.each([
    ['row 1: a quantity of zero', line({ quantity: 0 })],
    ['row 1: a negative quantity', line({ quantity: -1 })],
    ['row 1: a fraction', line({ quantity: 1.5 })],
    ['row 1: a quantity in words', line({ quantity: 'one' })],
    ['row 1: a huge quantity', line({ quantity: 1e308 })],
    ['row 1: no lines', JSON.stringify({ ...orderOf(), lines: [] })],
    ['row 1: one SKU on two lines', JSON.stringify({ ...orderOf(), lines: [...orderOf().lines, ...orderOf().lines] })],
    ['row 1: NUL in a text', addressed({ name: 'Ada\u0000' })],
    ['row 2: a price sent by the client', line({ price: 1 })],
    ['row 3: broken JSON', '{"lines": ['],
    [
      'row 3: keys that would change a prototype',
      `{"__proto__": {"admin": true}, ${JSON.stringify(orderOf()).slice(1)}`,
    ],
    ['row 3: deep nesting', `${'['.repeat(2_000)}${']'.repeat(2_000)}`],
    ['row 5: a SKU that is SQL', line({ sku: "'; DROP TABLE orders; --" })],
  ])('fails on %s with a problem document', async (_, body) => {
    const response = await post(customer, body);

    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 400, title: expect.any(String), type: expect.any(String) });
  });

  it('row 3: fails on a body that is too large, and on one that is not JSON', async () => {
    const large = await post(customer, addressed({ name: 'x'.repeat(100_000) }));
    const text = await post(customer, JSON.stringify(orderOf()), { 'content-type': 'text/plain' });

    expect([400, 413]).toContain(large.status);
    expect(text.status).toBe(415);
  });

  it('row 8: fails without a key, without a token, and with a token of somebody else’s issuer', async () => {
    const { api } = localCloud();
    const noKey = await customer.request('/orders', {
      method: 'POST',
      body: JSON.stringify(orderOf()),
      headers: { 'content-type': 'application/json' },
    });
    const [header, , signature] = tokenOf('somebody').split('.');
    const forged = [header, Buffer.from('{"sub":"admin"}').toString('base64url'), signature].join('.');

    expect(noKey.status).toBe(400);
    expect((await fetch(`${api}/orders`)).status).toBe(401);
    expect((await fetch(`${api}/orders`, { headers: { authorization: `Bearer ${forged}` } })).status).toBe(401);
  });

  it('accepts nothing of all that', async () => {
    expect((await quietBooks()).accepted).toHaveLength(before);
  });
});

describe('Orders of others', () => {
  it('row 8: one key of two customers is two orders', async () => {
    const key = randomUUID();
    const [one, other] = await Promise.all(
      [newCustomer(), newCustomer()].map(({ shop }) => shop.place(orderOf(), key)),
    );

    expect(one?.status).toBe(202);
    expect(other?.status).toBe(202);
    expect(one?.orderId).not.toBe(other?.orderId);
  });

  it('row 9: are not found by another customer, and found by an operator', async () => {
    const owner = newCustomer();
    const { orderId = '' } = await owner.shop.place(orderOf());

    const early = await owner.request(`/orders/${orderId}`);
    expect(early.status).toBe(200);
    const stranger = await newCustomer().request(`/orders/${orderId}`);
    expect(stranger.status).toBe(404);
    expect(await stranger.text()).not.toContain('TEA');
    const operator = await newCustomer({ operator: true }).request(`/orders/${orderId}`);
    expect(operator.status).toBe(200);

    await followOrders(owner.shop, [{ scenario: 'row 9', orderId, status: 'CONFIRMED' }], () => {});
    expect((await newCustomer().request(`/orders/${orderId}`)).status).toBe(404);
    const listed = (await (await owner.request('/orders')).json()) as { orders: { orderId: string }[] };
    expect(listed.orders.map((order) => order.orderId)).toEqual([orderId]);
    const others = (await (await newCustomer().request('/orders')).json()) as { orders: unknown[] };
    expect(others.orders).toEqual([]);
  });

  it('row 4: text arrives as it was sent, whatever it contains', async () => {
    const { shop, request } = newCustomer();
    const name = '&Action=DeleteQueue %26 "\'<> Zoë 🚀';
    const { status, orderId = '' } = await shop.place(
      orderOf({ shippingAddress: { ...orderOf().shippingAddress, name } }),
    );

    expect(status).toBe(202);
    await followOrders(shop, [{ scenario: 'row 4', orderId, status: 'CONFIRMED' }], () => {});
    expect(await (await request(`/orders/${orderId}`)).json()).toMatchObject({ status: 'CONFIRMED' });
  });
});
