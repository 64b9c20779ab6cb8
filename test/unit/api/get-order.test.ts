import '../../support/intake/quiet';
import { createGetOrder } from '../../../lambdas/api/get-order';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { RejectionName } from '../../../lambdas/domain/rejections';
import { apiHandler } from '../../../lambdas/runtime/api-handler';
import { callApi } from '../../support/intake/api-call';
import { breakOnce } from '../../support/intake/break-once';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { InMemoryOrders } from '../../support/intake/in-memory-orders';
import { intakeRecord, ORDER_ID, orderIdNumber, orderView } from '../../support/intake/order-mother';

function setUp(orders = new InMemoryOrders(orderView())) {
  const intake = new InMemoryIntake();
  const getOrder = apiHandler('GET /orders/{orderId}', createGetOrder({ orders, intake }));
  const get = (orderId: string, caller: { readonly subject?: string; readonly scope?: string } = {}) =>
    callApi(getOrder, { path: `/orders/${orderId}`, pathParameters: { orderId }, ...caller });
  return { intake, get };
}

describe('GET /orders/{orderId}', () => {
  it('answers the order as its customer sees it', async () => {
    const { status, body, headers } = await setUp().get(ORDER_ID);

    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect(body).toEqual({
      orderId: ORDER_ID,
      status: 'CONFIRMED',
      version: 5,
      lines: [{ sku: 'TEA-1', quantity: 2 }],
      total: { amountMinor: 1998, currency: 'EUR' },
      acceptedAt: '2026-03-01T12:00:00.000Z',
      updatedAt: '2026-03-01T12:00:05.000Z',
    });
  });

  it('row 9: answers an order that is accepted and not yet in the database, without what is personal', async () => {
    const { intake, get } = setUp(new InMemoryOrders());
    await intake.putIfNew(intakeRecord());

    const { status, body } = await get(ORDER_ID);

    expect([status, body.status, body.version]).toEqual([200, 'RECEIVED', 0]);
    expect(Object.keys(body).sort()).toEqual(['acceptedAt', 'lines', 'orderId', 'status', 'updatedAt', 'version']);
  });

  it.each([
    ['in the database', new InMemoryOrders(orderView()), false],
    ['only accepted', new InMemoryOrders(), true],
  ])("row 9: answers somebody else's order, %s, exactly as one that is not there", async (_, orders, accepted) => {
    const { intake, get } = setUp(orders);
    if (accepted) {
      await intake.putIfNew(intakeRecord());
    }

    const others = await get(ORDER_ID, { subject: 'customer-2' });
    const nobodys = await get(orderIdNumber(9), { subject: 'customer-2' });

    expect([others.status, nobodys.status]).toEqual([404, 404]);
    expect([others.body, others.headers]).toEqual([nobodys.body, nobodys.headers]);
  });

  it('shows an operator the order of every customer', async () => {
    const { get } = setUp();

    expect((await get(ORDER_ID, { subject: 'operator-1', scope: 'openid orders:operate' })).status).toBe(200);
    expect((await get(ORDER_ID, { subject: 'operator-1', scope: 'orders:operateX' })).status).toBe(404);
  });

  it.each(['', 'x', '..', '../../etc/passwd', "' OR 1=1 --", 'a'.repeat(300), `${ORDER_ID}0`, '%00', `${ORDER_ID}\n`])(
    'row 5: answers 404 to %p, which is no order id',
    async (orderId) => {
      const { status, body } = await setUp().get(orderId);

      expect([status, body.type]).toEqual([404, '/problems/order-not-found']);
    },
  );

  it('takes an id in upper case for the same', async () => {
    expect((await setUp().get(ORDER_ID.toUpperCase())).status).toBe(200);
  });

  it('answers 503 and when to ask again while Postgres is away', async () => {
    const orders = breakOnce(new InMemoryOrders(), 'findOrder', {
      when: 'before',
      error: new DependencyUnavailableError('Postgres'),
    });

    const { status, headers, body } = await setUp(orders).get(ORDER_ID);

    expect([status, headers['retry-after'], body.type]).toEqual([503, '5', '/problems/temporarily-unavailable']);
  });

  it('answers 500 without a word of what was wrong', async () => {
    const orders = breakOnce(new InMemoryOrders(), 'findOrder', {
      when: 'before',
      error: new Error('relation "orders" does not exist'),
    });

    const { status, text } = await setUp(orders).get(ORDER_ID);

    expect(status).toBe(500);
    expect(text).not.toContain('relation');
  });

  it.each(Object.values(RejectionName))('gives %s a code and a sentence of its own', async (reason) => {
    const { get } = setUp(new InMemoryOrders(orderView({ status: 'REJECTED', reason })));

    const { body } = await get(ORDER_ID);

    expect(body.reason).toEqual({ code: expect.stringMatching(/^[a-z]+(_[a-z]+)+$/), detail: expect.any(String) });
    expect(body.reason.code).not.toBe('processing_failed');
  });

  it.each([
    ['REJECTED', 'PaymentDeclinedError', 'payment_declined'],
    ['REJECTED', 'ProcessingFailed', 'processing_failed'],
    ['REJECTED', 'constructor', 'processing_failed'],
    ['NEEDS_REPAIR', 'RefundFailedError', 'being_repaired'],
    ['NEEDS_REPAIR', undefined, 'being_repaired'],
  ] as const)('explains %s because of %s as %s', async (status, reason, code) => {
    const { get } = setUp(new InMemoryOrders(orderView({ status, reason })));

    expect((await get(ORDER_ID)).body.reason.code).toBe(code);
  });
});
