import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkBooks } from '../../../lambdas/domain/books/check-books';
import { orderOf } from '../../../localstack/main-job/scenarios';
import { customerToken } from '../../../localstack/token-issuer/local-token';
import { eventually } from '../../support/end-to-end/eventually';
import { type Bench, factsOf, startBench } from './bench';
import { confirmedOnce } from './fault-case';

jest.setTimeout(400_000);

const AWAY_MS = 60_000;
/** After the return of Postgres. */
const DONE_WITHIN_MS = 60_000;
const ORDER_EVERY_MS = 3_000;
/** Some are on their way when it begins. */
const BEFORE = 6;

/** `npm run test:outage`: in real time, which no scale of waits and retries shortens. */
describe('Postgres and its replica away for a minute', () => {
  let bench: Bench;

  beforeAll(async () => {
    bench = await startBench();
  });
  afterAll(() => bench?.close());

  /** One request, as it is answered: nobody repeats it. */
  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const { api, stateDirectory, tokenIssuer } = bench.chaos.endpoints;
    const token = customerToken(
      { stateDirectory, issuer: tokenIssuer.url, audience: tokenIssuer.audience },
      'customer-of-an-outage',
    );
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers };
    return fetch(`${api}${path}`, { ...init, headers });
  }

  async function place(): Promise<{ readonly status: number; readonly orderId: string }> {
    const headers = { 'idempotency-key': randomUUID() };
    const response = await request('/orders', { method: 'POST', headers, body: JSON.stringify(orderOf()) });
    const { orderId } = (await response.json()) as { readonly orderId: string };
    return { status: response.status, orderId };
  }

  const read = async (path: string) => {
    const response = await request(path);
    const body = (await response.json()) as { readonly type?: string; readonly status?: string };
    return { status: response.status, retryAfter: Number(response.headers.get('retry-after') ?? 0), body };
  };

  it('rows 23, 26: orders are accepted all the time, reads say when to ask again, and a minute later all is done', async () => {
    const first = await place();
    const placed = [first];
    for (let n = 1; n < BEFORE; n += 1) {
      placed.push(await place());
    }

    await Promise.all([bench.chaos.killPostgres(), bench.chaos.takeReplicaAway()]);
    const backAt = performance.now() + AWAY_MS;
    while (performance.now() < backAt) {
      placed.push(await place());
      for (const path of [`/orders/${first.orderId}`, '/orders', '/products']) {
        expect(await read(path)).toMatchObject({
          status: 503,
          retryAfter: expect.closeTo(5, 0),
          body: { type: '/problems/temporarily-unavailable' },
        });
      }
      await sleep(ORDER_EVERY_MS);
    }
    expect(placed.map(({ status }) => status)).toEqual(placed.map(() => 202));

    await Promise.all([bench.chaos.restartPostgres(), bench.chaos.bringReplicaBack()]);
    const returnedAt = performance.now();
    await eventually(
      () => Promise.all(placed.map(async ({ orderId }) => (await read(`/orders/${orderId}`)).body.status)),
      (statuses) => statuses.every((status) => status === 'CONFIRMED'),
      { withinMs: DONE_WITHIN_MS },
    );
    process.stderr.write(
      `${placed.length} orders, all done ${Math.round((performance.now() - returnedAt) / 1_000)} s after the return\n`,
    );

    const books = await bench.quietBooks();
    expect(placed.map(({ orderId }) => factsOf(books, orderId))).toMatchObject(placed.map(() => confirmedOnce));
    expect(checkBooks(books)).toEqual([]);
  });
});
