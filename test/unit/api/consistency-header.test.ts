import '../../support/intake/quiet';
import { createGetOrder } from '../../../lambdas/api/get-order';
import { createListOrders } from '../../../lambdas/api/list-orders';
import { createListProducts } from '../../../lambdas/api/list-products';
import { decodeConsistencyToken, encodeConsistencyToken } from '../../../lambdas/contracts/consistency-token';
import type { OrderView } from '../../../lambdas/ports/order-reader';
import { apiHandler } from '../../../lambdas/runtime/api-handler';
import { callApi } from '../../support/intake/api-call';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { InMemoryOrders } from '../../support/intake/in-memory-orders';
import { intakeRecord, ORDER_ID, orderIdNumber, orderView } from '../../support/intake/order-mother';

const HEADER = 'consistency-token';

function api(...views: readonly OrderView[]) {
  const orders = new InMemoryOrders(...views);
  const intake = new InMemoryIntake();
  const get = apiHandler('GET /orders/{orderId}', createGetOrder({ orders, intake }));
  const list = apiHandler('GET /orders', createListOrders({ orders }));
  const products = apiHandler('GET /products', createListProducts({ catalogue: orders }));
  const sending = (token: string | undefined) => ({
    headers: token === undefined ? {} : { 'CONSISTENCY-TOKEN': token },
  });
  return {
    intake,
    get: (token?: string) => callApi(get, { pathParameters: { orderId: ORDER_ID }, ...sending(token) }),
    list: (token?: string) => callApi(list, sending(token)),
    products: (token?: string) => callApi(products, sending(token)),
  };
}

const tokenIn = ({ headers }: { readonly headers: Readonly<Record<string, string>> }) =>
  decodeConsistencyToken(headers[HEADER] ?? '');

describe('The Consistency-Token header', () => {
  it('names the order and the version that were answered', async () => {
    expect(tokenIn(await api(orderView({ version: 3 })).get())).toEqual({
      order: { orderId: ORDER_ID, version: 3 },
      changedAt: '2026-03-01T12:00:05.000Z',
    });
  });

  it('asks nothing of the database for an order that is only accepted', async () => {
    const { intake, get } = api();
    await intake.putIfNew(intakeRecord());

    expect(tokenIn(await get())).toEqual({ order: { orderId: ORDER_ID, version: 0 } });
  });

  it('names the latest change of a list, wherever it stands', async () => {
    const latest = { orderId: orderIdNumber(2), version: 7, updatedAt: '2026-03-02T00:00:00.000Z' };
    const { list } = api(orderView({ orderId: orderIdNumber(1) }), orderView(latest), orderView());

    expect(tokenIn(await list())).toEqual({
      order: { orderId: latest.orderId, version: 7 },
      changedAt: latest.updatedAt,
    });
  });

  it('keeps what the caller has seen when an order, a page or the catalogue shows no later change', async () => {
    const seen = { order: { orderId: orderIdNumber(5), version: 2 }, changedAt: '2026-04-01T00:00:00.000Z' };
    const { get, list, products } = api(orderView());
    const token = encodeConsistencyToken(seen);

    expect(
      await Promise.all([get(token), list(token), products(token)].map(async (answer) => tokenIn(await answer))),
    ).toEqual([seen, seen, seen]);
  });

  it('keeps what the caller has seen when an order is only accepted', async () => {
    const seen = { order: { orderId: orderIdNumber(5), version: 2 }, changedAt: '2026-04-01T00:00:00.000Z' };
    const { intake, get } = api();
    await intake.putIfNew(intakeRecord());

    expect(tokenIn(await get(encodeConsistencyToken(seen)))).toEqual(seen);
  });

  it('is there for a list without orders and for the catalogue, and can be sent back', async () => {
    const { list, products } = api();
    const empty = (await list()).headers[HEADER];

    expect(tokenIn(await products(empty))).toEqual({});
    expect((await list(empty)).status).toBe(200);
  });

  it.each(['get', 'list', 'products'] as const)('fails %s with a token that none of the answers had', async (route) => {
    const { status, body } = await api(orderView())[route]('made-up');

    expect([status, body.type]).toEqual([400, '/problems/invalid-request']);
    expect(body.errors).toEqual([{ pointer: 'Consistency-Token', detail: expect.not.stringContaining('made-up') }]);
  });
});
