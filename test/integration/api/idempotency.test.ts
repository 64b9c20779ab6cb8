import '../../support/intake/quiet';
import { createIdempotencyStore } from '../../../lambdas/persistence/dynamodb/idempotency-store';
import { createOnce, KeyReusedError, RequestInProgressError } from '../../../lambdas/runtime/idempotency';
import { EmulatedTables } from '../../support/intake/emulated-tables';
import { localCloud } from '../../support/local-cloud';

const tables = new EmulatedTables(localCloud().emulator);
afterAll(() => tables.removeAll());

const request = { key: 'order-1', bodyHash: 'hash-1' };
const plenty = () => 10_000;

async function setUp() {
  const persistence = createIdempotencyStore({ client: tables.client, table: await tables.idempotency() });
  let times = 0;
  return {
    once: createOnce({ persistence, keyPrefix: 'place-order' }),
    perform: async () => ({ orderId: 'order-1', attempt: ++times }),
    times: () => times,
  };
}

describe('Powertools idempotency over DynamoDB', () => {
  it('gives every later call the first answer', async () => {
    const { once, perform } = await setUp();

    const answers = [await once(request, plenty, perform), await once(request, plenty, perform)];

    expect(answers).toEqual([
      { orderId: 'order-1', attempt: 1 },
      { orderId: 'order-1', attempt: 1 },
    ]);
  });

  it('row 6: has the effect once for 50 that come at once, and tells the others to wait', async () => {
    const { once, perform, times } = await setUp();

    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => once(request, plenty, perform)));

    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(times()).toBe(1);
    expect(refusals.every((reason) => reason instanceof RequestInProgressError)).toBe(true);
    expect(refusals.length).toBeLessThan(50);
  });

  it('row 7: fails for the same key with another body', async () => {
    const { once, perform } = await setUp();
    await once(request, plenty, perform);

    await expect(once({ ...request, bodyHash: 'hash-2' }, plenty, perform)).rejects.toBeInstanceOf(KeyReusedError);
  });

  it('lets the effect be tried again when its function died with no time left', async () => {
    const { once, perform } = await setUp();

    await once(
      request,
      () => 0,
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        await expect(once(request, plenty, perform)).resolves.toEqual({ orderId: 'order-1', attempt: 1 });
        return { orderId: 'order-1' };
      },
    );
  });
});
