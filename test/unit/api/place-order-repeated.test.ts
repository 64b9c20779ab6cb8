import '../../support/intake/quiet';
import { breakOnce } from '../../support/intake/break-once';
import { InMemoryIdempotency } from '../../support/intake/in-memory-idempotency';
import { orderRequest } from '../../support/intake/order-mother';
import { createShopFloor } from '../../support/intake/shop-floor';

const another = () => orderRequest({ lines: [{ sku: 'TEA-1', quantity: 99 }] });

describe('POST /orders, repeated', () => {
  it('row 6: answers a repeated request as the first one and sends nothing twice', async () => {
    const shop = createShopFloor();

    const first = await shop.place();
    const second = await shop.place();

    expect([second.status, second.body, second.headers['location']]).toEqual([
      202,
      first.body,
      first.headers['location'],
    ]);
    expect(shop.queue.sent).toHaveLength(1);
  });

  it('row 6: takes a request for the same when only spaces and the order of its keys differ', async () => {
    const shop = createShopFloor();
    const { lines, ...others } = orderRequest();

    const first = await shop.place({ rawBody: JSON.stringify({ lines, ...others }) });
    const second = await shop.place({ rawBody: JSON.stringify({ ...others, lines }, null, 2) });

    expect([second.status, second.body]).toEqual([202, first.body]);
  });

  it('row 6: gives 50 concurrent calls with one key one order id, and what they send is harmless', async () => {
    const shop = createShopFloor();

    const answers = await Promise.all(Array.from({ length: 50 }, () => shop.place()));

    const orderIds = new Set(answers.map(({ body }) => body.orderId));
    expect(orderIds.size).toBe(1);
    expect(new Set(shop.queue.orderIds)).toEqual(orderIds);
    expect(answers.map(({ status }) => status).every((status) => status === 202 || status === 409)).toBe(true);
    expect(shop.intake.all()).toHaveLength(1);
  });

  it('row 6: gives 50 concurrent calls one order even when no idempotency record keeps them apart', async () => {
    const shop = createShopFloor();
    const alone = () => shop.functionOver({ idempotency: new InMemoryIdempotency() });

    const answers = await Promise.all(Array.from({ length: 50 }, () => shop.place({}, alone())));

    expect(new Set(answers.map(({ status, body }) => `${status} ${body.orderId}`)).size).toBe(1);
    expect(new Set(shop.queue.sent.map(({ body }) => body)).size).toBe(1);
    expect(shop.intake.all()).toHaveLength(1);
  });

  it('row 6: tells a call that comes too early where the order will be and when to ask again', async () => {
    const shop = createShopFloor();
    const answers = await Promise.all([shop.place(), shop.place()]);

    const early = answers.find(({ status }) => status === 409);

    expect(early?.body).toMatchObject({ type: '/problems/request-in-progress', orderId: expect.any(String) });
    expect(early?.headers).toMatchObject({ 'retry-after': '1', location: `/orders/${early?.body.orderId}` });
    expect((await shop.place()).status).toBe(202);
  });

  it('row 7: fails with another body under a used key, and leaves the first order untouched', async () => {
    const shop = createShopFloor();
    await shop.place();
    const before = shop.intake.all();

    const answer = await shop.place({ body: another() });

    expect([answer.status, answer.body.type]).toEqual([422, '/problems/idempotency-key-reused']);
    expect(shop.intake.all()).toEqual(before);
    expect(shop.queue.sent).toHaveLength(1);
  });

  it('row 7: fails with another body long after the stored answer has expired, and still takes the first body', async () => {
    const shop = createShopFloor();
    const first = await shop.place();
    shop.idempotency.records.clear();

    const other = await shop.place({ body: another() });
    const same = await shop.place();

    expect(other.status).toBe(422);
    expect([same.status, same.body]).toEqual([202, first.body]);
    expect(shop.queue.sent).toHaveLength(1);
  });

  it('does not remember a refused request under its key', async () => {
    const shop = createShopFloor();

    const refused = await shop.place({ body: orderRequest({ lines: [] }) });
    const mended = await shop.place();

    expect([refused.status, mended.status]).toEqual([400, 202]);
  });

  it('does not wake an order again that its saga has taken over', async () => {
    const shop = createShopFloor();
    const { body } = await shop.place(
      {},
      shop.functionOver({ queue: breakOnce(shop.queue, 'send', { when: 'after' }) }),
    );
    await shop.intake.markStarted(body.orderId, shop.clock.now());
    shop.idempotency.records.clear();

    await shop.place();

    expect(shop.queue.sent).toHaveLength(1);
  });
});
