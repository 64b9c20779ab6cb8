import '../../support/intake/quiet';
import { ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { createIdempotencyStore } from '../../../lambdas/persistence/dynamodb/idempotency-store';
import { createOnce, KeyReusedError, RequestInProgressError } from '../../../lambdas/runtime/idempotency';
import { EmulatedTables } from '../../support/intake/emulated-tables';
import { localCloud } from '../../support/local-cloud';

const tables = new EmulatedTables(localCloud().emulator);
afterAll(() => tables.removeAll());

const request = { key: 'order-1', bodyHash: 'hash-1' };
const plenty = () => 10_000;

async function setUp() {
  const table = await tables.idempotency();
  const persistence = createIdempotencyStore({ client: tables.client, table });
  let times = 0;
  return {
    /** The time of every record is over, and nothing has deleted it: the time to live may be hours late. */
    async expire(): Promise<void> {
      const { Items = [] } = await tables.client.send(new ScanCommand({ TableName: table }));
      for (const { id } of Items) {
        await tables.client.send(
          new UpdateItemCommand({
            ...{ TableName: table, Key: { id: id as { readonly S: string } } },
            UpdateExpression: 'SET expiration = :past',
            ExpressionAttributeValues: { ':past': { N: '1' } },
          }),
        );
      }
    },
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

  it('row 44: takes an answer that has expired for none, also when it is deleted hours late, and keeps the new one', async () => {
    const { once, perform, expire } = await setUp();
    await once(request, plenty, perform);
    await expire();

    const answers = [await once(request, plenty, perform), await once(request, plenty, perform)];

    expect(answers).toEqual([
      { orderId: 'order-1', attempt: 2 },
      { orderId: 'order-1', attempt: 2 },
    ]);
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
