import { createAwsJsonApi } from '../../../lambdas/gateways/aws-json-api';
import { createDynamoDbCircuitStore } from '../../../lambdas/gateways/dynamodb-circuit-store';
import { startAwsService } from './aws-service';

const open = { kind: 'open', epoch: 1, until: 1_772_366_460_123 } as const;

const storeAt = (endpoint: string) =>
  createDynamoDbCircuitStore({
    aws: createAwsJsonApi({
      region: 'eu-central-1',
      endpoint,
      credentials: () => ({ accessKeyId: 'id', secretAccessKey: 'secret' }),
    }),
    table: 'circuits',
  });

describe('Writing a circuit to DynamoDB', () => {
  it('sends the whole item on the condition that the version is still the one that was read', async () => {
    const service = await startAwsService(() => ({ status: 200, body: {} }));

    expect(await storeAt(service.url).replace('carrier', 7, open)).toBe(true);

    expect(service.seen.map(({ headers, input }) => ({ target: headers['x-amz-target'], input }))).toEqual([
      {
        target: 'DynamoDB_20120810.PutItem',
        input: {
          TableName: 'circuits',
          Item: {
            dependency: { S: 'carrier' },
            version: { N: '8' },
            kind: { S: 'open' },
            epoch: { N: '1' },
            openUntil: { N: '1772366460123' },
          },
          ConditionExpression: 'version = :expected',
          ExpressionAttributeValues: { ':expected': { N: '7' } },
        },
      },
    ]);
    await service.close();
  });

  it.each([
    { what: 'somebody was faster', __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException' },
    { what: 'somebody was faster, as emulators say it', __type: 'ConditionalCheckFailedException' },
  ])('says that nothing was written when $what', async ({ __type }) => {
    const service = await startAwsService(() => ({ status: 400, body: { __type } }));

    expect(await storeAt(service.url).replace('carrier', 7, open)).toBe(false);

    await service.close();
  });

  it.each([
    { what: 'a 500', status: 500, body: { __type: 'InternalServerError' }, name: 'OutcomeUnknownError' },
    { what: 'throttling', status: 400, body: { __type: 'x#ThrottlingException' }, name: 'DependencyUnavailableError' },
    { what: 'a refusal', status: 400, body: { __type: 'x#AccessDeniedException' }, name: 'Error' },
  ])('fails on $what, and sends it once', async ({ status, body, name }) => {
    const service = await startAwsService(() => ({ status, body }));

    await expect(storeAt(service.url).replace('carrier', 7, open)).rejects.toMatchObject({ name });

    expect(service.seen).toHaveLength(1);
    await service.close();
  });

  it('fails within its time as an unknown outcome when there is no answer', async () => {
    const service = await startAwsService(() => () => undefined);

    await expect(storeAt(service.url).replace('carrier', 7, open)).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
    });

    await service.close();
  });

  it('fails on an item that is no circuit', async () => {
    const item = { dependency: { S: 'carrier' }, version: { N: '1' }, kind: { S: 'ajar' }, epoch: { N: '0' } };
    const service = await startAwsService(() => ({ status: 200, body: { Item: item } }));

    await expect(storeAt(service.url).find('carrier')).rejects.toThrow();

    await service.close();
  });
});
