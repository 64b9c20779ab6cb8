import '../../support/intake/quiet';
import { createGetTimeline } from '../../../lambdas/api/get-timeline';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { createReadTimeline } from '../../../lambdas/operations/timeline/read-timeline';
import type { OrderHistory } from '../../../lambdas/ports/order-history';
import { apiHandler } from '../../../lambdas/runtime/api-handler';
import { InMemoryFailureRecords } from '../../support/dead-letters/in-memory-failure-records';
import { InMemoryOperatorActions } from '../../support/dead-letters/in-memory-operator-actions';
import { callApi } from '../../support/intake/api-call';
import { breakOnce } from '../../support/intake/break-once';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { InMemoryOrders } from '../../support/intake/in-memory-orders';
import { intakeRecord, ORDER_ID, orderIdNumber, orderView } from '../../support/intake/order-mother';

const OPERATOR = { subject: 'somebody-else', scope: 'orders:operate' };

const history: OrderHistory = {
  eventsOf: async () => [
    { sequence: 1, type: 'OrderReceived', status: 'RECEIVED', occurredAt: '2026-03-01T12:00:01.000Z' },
    { sequence: 2, type: 'OrderConfirmed', status: 'CONFIRMED', occurredAt: '2026-03-01T12:00:05.000Z' },
  ],
};

async function setUp(orders = new InMemoryOrders(orderView()), events = history) {
  const intake = new InMemoryIntake();
  await intake.putIfNew(intakeRecord());
  const readTimeline = createReadTimeline({
    intake,
    history: events,
    executions: { executionOf: async () => ({ startedAt: '', status: 'RUNNING', visits: [] }) },
    failures: new InMemoryFailureRecords(),
    actions: new InMemoryOperatorActions(),
  });
  const told: unknown[] = [];
  const tellMissing = (because: object): void => void told.push(because);
  const getTimeline = apiHandler(
    'GET /orders/{orderId}/timeline',
    createGetTimeline({ orders, intake, readTimeline, tellMissing }),
  );
  const get = (orderId: string, caller: { readonly subject?: string; readonly scope?: string } = {}) =>
    callApi(getTimeline, { path: `/orders/${orderId}/timeline`, pathParameters: { orderId }, ...caller });
  return { get, told };
}

describe('GET /orders/{orderId}/timeline', () => {
  it('tells the customer plainly, with a consistency token', async () => {
    const { get } = await setUp();

    const { status, body, headers } = await get(ORDER_ID);

    expect(status).toBe(200);
    expect(headers['consistency-token']).toBeDefined();
    expect(body).toEqual({
      orderId: ORDER_ID,
      entries: [
        { at: '2026-03-01T12:00:00.000Z', what: 'Order received' },
        { at: '2026-03-01T12:00:05.000Z', what: 'Confirmed' },
      ],
    });
  });

  it('tells of a refund as one, and not of a second payment', async () => {
    const refunded: OrderHistory = {
      eventsOf: async () => [
        { sequence: 3, type: 'OrderCharged', status: 'CHARGED', occurredAt: '2026-03-01T12:00:03.000Z' },
        { sequence: 4, type: 'PaymentRefunded', status: 'CHARGED', occurredAt: '2026-03-01T12:00:04.000Z' },
      ],
    };
    const { get } = await setUp(undefined, refunded);

    const toCustomer = await get(ORDER_ID);
    const toOperator = await get(ORDER_ID, OPERATOR);

    expect(toCustomer.body.entries.slice(1)).toMatchObject([
      { what: 'Paid' },
      { what: 'Your money is on its way back' },
    ]);
    expect(toOperator.body.entries.slice(1)).toMatchObject([{ title: 'CHARGED' }, { title: 'PaymentRefunded' }]);
  });

  it('tells an operator everything, of whoever the order is', async () => {
    const { get } = await setUp();

    const { body } = await get(ORDER_ID, OPERATOR);

    expect(body).toMatchObject({
      orderId: ORDER_ID,
      missing: [],
      entries: [
        { kind: 'accepted' },
        { kind: 'status', title: 'RECEIVED', facts: { sequence: 1 } },
        { kind: 'status', title: 'CONFIRMED' },
      ],
    });
  });

  it.each([
    ['of another customer', ORDER_ID, { subject: 'somebody-else' }],
    ['that nobody placed', orderIdNumber(77), {}],
    ['that can be none', 'not-an-id', OPERATOR],
  ])('row 9: answers an order %s as one that does not exist', async (_, orderId, caller) => {
    const { get } = await setUp();

    const { status, body } = await get(orderId, caller);

    expect([status, body.type]).toEqual([404, '/problems/order-not-found']);
  });

  it('row 23: tells what is known without the database while that is away', async () => {
    const error = new DependencyUnavailableError('postgres');
    const { get } = await setUp(breakOnce(new InMemoryOrders(orderView()), 'findOrder', { when: 'before', error }));

    const { status, body } = await get(ORDER_ID);

    expect(status).toBe(200);
    expect(body.entries[0]).toMatchObject({ what: 'Order received' });
  });

  it('writes down why it could not tell a part of the story, and tells the caller which part', async () => {
    const refused: OrderHistory = {
      eventsOf: () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' })),
    };
    const { get, told } = await setUp(undefined, refused);

    const { body } = await get(ORDER_ID, OPERATOR);

    expect(body).toMatchObject({ missing: ['events'] });
    expect(told).toEqual([{ events: 'AccessDeniedException: no' }]);
  });
});
