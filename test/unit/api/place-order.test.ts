import '../../support/intake/quiet';
import { decodeConsistencyToken, encodeConsistencyToken } from '../../../lambdas/contracts/consistency-token';
import { orderMessageSchema } from '../../../lambdas/contracts/order-message';
import { LIMITS } from '../../../lambdas/domain/limits';
import { REQUEST_ID } from '../../support/intake/api-call';
import { orderIdNumber, orderRequest } from '../../support/intake/order-mother';
import { createShopFloor } from '../../support/intake/shop-floor';

const address = orderRequest().shippingAddress;

describe('POST /orders', () => {
  it('accepts an order: on record first, one message, and an address to ask at', async () => {
    const shop = createShopFloor();

    const answer = await shop.place();

    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ orderId: expect.stringMatching(/^[0-9a-f-]{36}$/), status: 'RECEIVED' });
    expect(answer.headers['location']).toBe(`/orders/${answer.body.orderId}`);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(shop.queue.orderIds).toEqual([answer.body.orderId]);
    expect(shop.intake.all()).toEqual([
      expect.objectContaining({
        orderId: answer.body.orderId,
        customerId: 'customer-1',
        enqueuedAt: expect.any(String),
      }),
    ]);
  });

  it('gives an address below the stage or base path that the caller used', async () => {
    const shop = createShopFloor();

    const answer = await shop.place({ path: '/v1/orders' });

    expect(answer.headers['location']).toBe(`/v1/orders/${answer.body.orderId}`);
  });

  it('forgets nothing that its caller has seen of other orders', async () => {
    const seen = { order: { orderId: orderIdNumber(5), version: 2 }, changedAt: '2026-04-01T00:00:00.000Z' };

    const { headers } = await createShopFloor().place({
      headers: { 'Consistency-Token': encodeConsistencyToken(seen) },
    });

    expect(decodeConsistencyToken(headers['consistency-token'] ?? '')).toEqual(seen);
  });

  it('accepts nothing with a token that none of the answers had', async () => {
    const shop = createShopFloor();

    expect((await shop.place({ headers: { 'Consistency-Token': 'made-up' } })).status).toBe(400);
    expect(shop.intake.all()).toEqual([]);
  });

  it('puts nothing personal into the message', async () => {
    const shop = createShopFloor();

    await shop.place();

    expect(shop.queue.messages.map((message) => orderMessageSchema.safeParse(message).success)).toEqual([true]);
    for (const personal of [address.name, address.line1, address.city, 'pm_card_visa']) {
      expect(shop.queue.sent[0]?.body).not.toContain(personal);
    }
  });

  it.each([
    ['a name of a header in lower case', { 'idempotency-key': 'k', 'content-type': 'application/json' }],
    ['a name of a header in upper case', { 'IDEMPOTENCY-KEY': 'k', 'CONTENT-TYPE': 'application/json; charset=UTF-8' }],
  ])('takes %s', async (_, headers) => {
    const shop = createShopFloor();
    const { place } = shop;

    const answer = await place({ headers, changes: { headers, multiValueHeaders: {} } });

    expect(answer.status).toBe(202);
  });

  it('takes a body that the gateway has encoded', async () => {
    const shop = createShopFloor();
    const body = Buffer.from(JSON.stringify(orderRequest())).toString('base64');

    const answer = await shop.place({ rawBody: body, changes: { isBase64Encoded: true } });

    expect(answer.status).toBe(202);
  });

  const line = { sku: 'TEA-1', quantity: 1 };
  it.each<[string, object, string]>([
    ['no lines', { lines: undefined }, '#/lines'],
    ['zero lines', { lines: [] }, '#/lines'],
    ['too many lines', { lines: Array.from({ length: 51 }, (_, i) => ({ sku: `S${i}`, quantity: 1 })) }, '#/lines'],
    ['lines that are no list', { lines: line }, '#/lines'],
    ['a missing quantity', { lines: [{ sku: 'TEA-1' }] }, '#/lines/0/quantity'],
    ['an empty SKU', { lines: [{ ...line, sku: '' }] }, '#/lines/0/sku'],
    ['a quantity of zero', { lines: [{ ...line, quantity: 0 }] }, '#/lines/0/quantity'],
    ['a negative quantity', { lines: [line, { sku: 'B', quantity: -1 }] }, '#/lines/1/quantity'],
    ['a fraction', { lines: [{ ...line, quantity: 1.5 }] }, '#/lines/0/quantity'],
    ['a quantity as text', { lines: [{ ...line, quantity: '1' }] }, '#/lines/0/quantity'],
    ['null for NaN', { lines: [{ ...line, quantity: Number.NaN }] }, '#/lines/0/quantity'],
    ['a huge quantity', { lines: [{ ...line, quantity: 1e15 }] }, '#/lines/0/quantity'],
    ['the same SKU twice', { lines: [line, { ...line, quantity: 2 }] }, '#/lines/1/sku'],
    ['NUL in a name', { shippingAddress: { ...address, name: 'A\u0000da' } }, '#/shippingAddress/name'],
    ['a newline in a street', { shippingAddress: { ...address, line1: 'a\nb' } }, '#/shippingAddress/line1'],
    ['half a surrogate pair', { shippingAddress: { ...address, city: 'x\ud800' } }, '#/shippingAddress/city'],
    ['a mark that reverses text', { shippingAddress: { ...address, name: 'a\u202eb' } }, '#/shippingAddress/name'],
    ['a blank city', { shippingAddress: { ...address, city: '  ' } }, '#/shippingAddress/city'],
    ['no country code', { shippingAddress: { ...address, country: 'Germany' } }, '#/shippingAddress/country'],
    ['no mail address', { email: 'ada' }, '#/email'],
    ['a header in a mail address', { email: 'ada@example.com\r\nBcc: all@example.com' }, '#/email'],
    ['two mail addresses', { email: 'ada@example.com,bob@example.com' }, '#/email'],
    ['a mail address with a name', { email: 'Ada <ada@example.com>' }, '#/email'],
    ['a mail address that is too long', { email: `${'a'.repeat(250)}@example.com` }, '#/email'],
    ['a card number', { paymentMethodId: '4242424242424242' }, '#/paymentMethodId'],
    ['a fraction of a cent', { expectedTotal: { amountMinor: 1.1, currency: 'EUR' } }, '#/expectedTotal/amountMinor'],
    [
      'no body at all',
      { lines: undefined, paymentMethodId: undefined, shippingAddress: undefined },
      '#/shippingAddress',
    ],
  ])('row 1: fails with %s, and nothing is stored or sent', async (_, changes, pointer) => {
    const shop = createShopFloor();

    const answer = await shop.place({ body: orderRequest(changes) });

    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect([shop.intake.all(), shop.queue.sent, shop.idempotency.records.size]).toEqual([[], [], 0]);
  });

  it('says in each problem what it is, where, and under which request', async () => {
    const shop = createShopFloor();

    const { body } = await shop.place({ body: orderRequest({ lines: [{ sku: 'TEA-1', quantity: 5000 }] }) });

    expect(body).toEqual({
      type: '/problems/invalid-request',
      title: 'The request is not valid',
      status: 400,
      detail: 'Parts of the body are not as they must be.',
      instance: `urn:uuid:${REQUEST_ID}`,
      errors: [{ pointer: '#/lines/0/quantity', detail: 'must be at most 1000' }],
    });
  });

  it.each([
    ['a price of a line', { lines: [{ ...line, price: 1 }] }, '#/lines/0/price'],
    ['a total', { total: { amountMinor: 1, currency: 'EUR' } }, '#/total'],
    ['a customer', { customerId: 'somebody-else' }, '#/customerId'],
  ])('row 2: fails when the client sends %s of its own', async (_, changes, pointer) => {
    const shop = createShopFloor();

    const answer = await shop.place({ body: orderRequest(changes) });

    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ pointer, detail: 'is not part of this request' }]);
    expect(shop.queue.sent).toEqual([]);
  });

  it('row 2: hands the total that the customer saw to the saga, which compares it with the catalogue', async () => {
    const shop = createShopFloor();

    await shop.place({ body: orderRequest({ expectedTotal: { amountMinor: 1998, currency: 'EUR' } }) });

    expect(shop.queue.messages[0]?.expectedTotal).toEqual({ amountMinor: 1998, currency: 'EUR' });
  });

  const json = { 'Content-Type': 'application/json' };
  it.each<[string, string, Record<string, string>, number]>([
    ['a body over the limit', JSON.stringify(orderRequest({ padding: 'x'.repeat(33_000) })), json, 413],
    ['a body that is no JSON', '{"lines":', json, 400],
    ['an empty body', '', json, 400],
    ['a list', '[]', json, 400],
    ['deep nesting', `${'['.repeat(15_000)}${']'.repeat(15_000)}`, json, 400],
    ['deep nesting of a line', `{"lines":${'['.repeat(15_000)}${']'.repeat(15_000)}}`, json, 400],
    ['a __proto__ key', JSON.stringify(orderRequest()).replace('{', '{"__proto__":{"lines":[]},'), json, 400],
    ['a constructor key', JSON.stringify(orderRequest({ constructor: { prototype: {} } })), json, 400],
    ['text', JSON.stringify(orderRequest()), { 'Content-Type': 'text/plain' }, 415],
    ['a form', 'lines=1', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
    [
      'another character set',
      JSON.stringify(orderRequest()),
      { 'Content-Type': 'application/json; charset=utf-16' },
      415,
    ],
    ['no content type', JSON.stringify(orderRequest()), { 'Content-Type': '' }, 415],
  ])('row 3: fails with %s, and nothing is stored or sent', async (_, rawBody, headers, status) => {
    const shop = createShopFloor();

    const answer = await shop.place({ rawBody, headers });

    expect(answer.status).toBe(status);
    expect([shop.intake.all(), shop.queue.sent]).toEqual([[], []]);
  });

  it('row 3: makes a small message of the largest order', async () => {
    const shop = createShopFloor();
    const lines = Array.from({ length: LIMITS.linesPerOrder }, (_, n) => ({
      sku: `${n}`.padStart(LIMITS.skuLength, 'S'),
      quantity: LIMITS.quantityPerLine,
    }));

    const { status } = await shop.place({ body: orderRequest({ lines }), subject: 'c'.repeat(128) });

    expect(status).toBe(202);
    expect(shop.queue.sent[0]?.body.length).toBeLessThan(8 * 1024);
  });

  it('row 3: fails with bytes that are no text, although they would be JSON with other ones in their place', async () => {
    const shop = createShopFloor();
    const bytes = Buffer.from(JSON.stringify(orderRequest()), 'utf8');
    bytes[bytes.indexOf('Lovelace')] = 0xff;
    const body = bytes.toString('base64');

    const answer = await shop.place({ rawBody: body, changes: { isBase64Encoded: true } });

    expect(answer.status).toBe(400);
  });

  it.each([
    '&Action=DeleteQueue',
    '%26%0A',
    "Robert'); DROP TABLE orders;--",
    '\u0024{jndi:ldap://x}',
    '👩🏽‍🚀 Łódź ناصر',
    '<b>&amp;</b>',
  ])('row 4: keeps %s as it was sent', async (text) => {
    const shop = createShopFloor();
    const shippingAddress = { name: text, line1: text, line2: text, postalCode: '1', city: text, country: 'DE' };

    const answer = await shop.place({ body: orderRequest({ shippingAddress }) });

    expect(answer.status).toBe(202);
    expect(shop.intake.all()[0]?.shippingAddress).toEqual(shippingAddress);
    expect(shop.queue.sent).toHaveLength(1);
  });

  it.each(['../../orders', 'a b', 'x'.repeat(255), "'; DROP TABLE orders;--", '%00', '{"$ne":1}'])(
    'row 5: makes a safe order id of the key %s',
    async (key) => {
      const shop = createShopFloor();

      const answer = await shop.place({ key });

      expect(answer.body.orderId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    },
  );

  it.each([
    ['none', {}],
    ['an empty one', { 'Idempotency-Key': '' }],
    ['a blank one', { 'Idempotency-Key': '   ' }],
  ])('row 8: fails without an idempotency key: %s', async (_, headers) => {
    const shop = createShopFloor();

    const answer = await shop.place({ changes: { headers: { ...json, ...headers }, multiValueHeaders: {} } });

    expect(answer.status).toBe(400);
    expect(answer.body.type).toBe('/problems/idempotency-key-required');
    expect(shop.queue.sent).toEqual([]);
  });

  it.each([
    ['too long', 'k'.repeat(256)],
    ['not printable', 'k\u0007'],
    ['not ASCII', 'schlüssel'],
  ])('row 8: fails with an idempotency key that is %s', async (_, key) => {
    const shop = createShopFloor();

    const answer = await shop.place({ key });

    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].pointer).toBe('Idempotency-Key');
  });

  it('row 8: fails with two keys, since neither can be said to be the one', async () => {
    const shop = createShopFloor();

    const answer = await shop.place({
      changes: { multiValueHeaders: { 'idempotency-key': ['a', 'b'], 'content-type': ['application/json'] } },
    });

    expect(answer.status).toBe(400);
  });

  it('row 8: gives two customers with the same key an order each', async () => {
    const shop = createShopFloor();

    const one = await shop.place({ subject: 'customer-1' });
    const other = await shop.place({ subject: 'customer-2' });

    expect(one.body.orderId).not.toBe(other.body.orderId);
    expect(shop.intake.all().map(({ customerId }) => customerId)).toEqual(['customer-1', 'customer-2']);
  });

  it('row 8: fails when nobody says who is calling', async () => {
    const shop = createShopFloor();

    const answer = await shop.place({ subject: null });

    expect(answer.status).toBe(401);
    expect(shop.queue.sent).toEqual([]);
  });
});
