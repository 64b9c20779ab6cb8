import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { OrderProgressStore } from '../../ports/order-progress';
import { whenAvailable } from '../../runtime/aws-availability';
import { ifConditionHolds } from './if-condition-holds';

/** The memory of one consumer in DynamoDB, in a table of its own whose partition key is `orderId`. */
export const createDynamoOrderProgress = <State extends Readonly<Record<string, unknown>>>({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): OrderProgressStore<State> => ({
  async find(orderId) {
    const { Item } = await whenAvailable('order progress table', () =>
      client.send(new GetCommand({ TableName: table, Key: { orderId }, ConsistentRead: true })),
    );
    return Item && { sequence: Item['sequence'] as number, state: Item['state'] as State };
  },

  async advance(orderId, from, { sequence, state }) {
    const written = await whenAvailable('order progress table', () =>
      ifConditionHolds(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: { orderId, sequence, state },
            ConditionExpression: from === 0 ? 'attribute_not_exists(orderId)' : '#sequence = :from',
            ...(from === 0
              ? {}
              : {
                  ExpressionAttributeNames: { '#sequence': 'sequence' },
                  ExpressionAttributeValues: { ':from': from },
                }),
          }),
        ),
      ),
    );
    return written !== undefined;
  },
});
