import '../../support/intake/quiet';
import { createHash } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createIdempotencyStore } from '../../../lambdas/persistence/dynamodb/idempotency-store';
import { createOnce, RequestInProgressError } from '../../../lambdas/runtime/idempotency';

const request = { key: 'order-1', bodyHash: 'hash-1' };
const plenty = () => 10_000;

type Item = Readonly<Record<string, unknown>>;

/** A table of one item behind a real client of the SDK, whose first answers are lost on their way. */
function createTable({ answersLost, holds }: { readonly answersLost: number; readonly holds?: Item }) {
  let item = holds;
  let lost = 0;
  const json = (statusCode: number, body: unknown) => ({
    response: {
      statusCode,
      headers: { 'content-type': 'application/x-amz-json-1.0' },
      body: Buffer.from(JSON.stringify(body)),
    },
  });
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: {
      handle: async ({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) => {
        if (headers['x-amz-target']?.endsWith('.UpdateItem')) {
          return json(200, {});
        }
        const stands = item;
        item ??= (JSON.parse(new TextDecoder().decode(body)) as { Item: Item }).Item;
        if (lost < answersLost) {
          lost += 1;
          throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
        }
        return stands === undefined
          ? json(200, {})
          : json(400, {
              __type: 'ConditionalCheckFailedException',
              message: 'The conditional request failed',
              Item: stands,
            });
      },
    },
  });
  return createOnce({
    persistence: createIdempotencyStore({ client, table: 'idempotency' }),
    keyPrefix: 'place-order',
  });
}

describe('Idempotency store over DynamoDB', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([0, 1, 2])('row 42: has the effect when %d answers of the table were lost', async (answersLost) => {
    const once = createTable({ answersLost });

    expect(await once(request, plenty, async () => ({ orderId: 'order-1' }))).toEqual({ orderId: 'order-1' });
  });

  it('fails as in progress when the record is of another call whose function ends at the same millisecond', async () => {
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now);
    jest.spyOn(Math, 'random').mockReturnValue(0.25);
    const once = createTable({
      answersLost: 1,
      holds: {
        id: { S: 'place-order#any' },
        status: { S: 'INPROGRESS' },
        expiration: { N: String(Math.round(now / 1_000) + 60) },
        in_progress_expiration: { N: String(now + plenty() + 0.75) },
        validation: { S: validationOf('hash-1') },
      },
    });

    const call = once(request, plenty, async () => ({ orderId: 'order-1' }));

    await expect(call).rejects.toBeInstanceOf(RequestInProgressError);
  });
});

const validationOf = (bodyHash: string): string =>
  createHash('sha256').update(JSON.stringify(bodyHash)).digest('base64');
