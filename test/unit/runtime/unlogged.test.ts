import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { consoleClient } from '../../../console/data/console-client';
import { awsClient } from '../../../lambdas/runtime/aws-client';
import { unlogged } from '../../../lambdas/runtime/unlogged';

const settings = { region: 'eu-central-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

/** What a client of DynamoDB writes into its log for one call that is answered. */
async function logOf(change: (client: DynamoDBClient) => DynamoDBClient): Promise<readonly unknown[]> {
  const lines: unknown[] = [];
  const write = (line: unknown) => lines.push(line);
  const client = change(
    new DynamoDBClient({
      ...settings,
      logger: { debug: () => {}, info: write, warn: write, error: write },
      requestHandler: {
        handle: async () => ({
          response: { statusCode: 200, headers: {}, body: new TextEncoder().encode('{"Item":{"id":{"S":"1"}}}') },
        }),
      },
    }),
  );
  await DynamoDBDocumentClient.from(client).send(new GetCommand({ TableName: 'orders', Key: { id: '1' } }));
  return lines;
}

describe('The log of calls of AWS', () => {
  it('is one line with everything in it, if nothing is done about it', async () => {
    expect(await logOf((client) => client)).toEqual([expect.objectContaining({ output: { Item: { id: '1' } } })]);
  });

  it.each([
    ['a client without one', unlogged],
    ['a client of the functions', awsClient],
    ['a client of the console', consoleClient],
  ])('is not prepared by %s, since nobody reads it', async (_, change) => {
    expect(await logOf(change)).toEqual([]);
  });
});
