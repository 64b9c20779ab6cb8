import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { DeliveryLog, DeliveryPage, DeliveryRecords } from '../../ports/deliveries';
import { whenAvailable } from '../../runtime/aws-availability';
import { addresseeOf, deliveryItem, deliveryOf, KIND_INDEX, partitionOfOrder, TARGET_INDEX } from './delivery-item';

const TABLE = 'deliveries table';
const PAGE = 50;
/** Of one order: a handful of events, each to a few endpoints, with their attempts. */
const MOST_OF_ORDER = 500;

const keySchema = z.record(z.string(), z.string());

/** What was sent to whom outside, each attempt an item. */
export function createDynamoDeliveryLog({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): DeliveryRecords & DeliveryLog {
  const pageOf = async (
    index: typeof TARGET_INDEX | typeof KIND_INDEX,
    value: string,
    cursor: string | undefined,
  ): Promise<DeliveryPage> => {
    const { Items = [], LastEvaluatedKey } = await whenAvailable(TABLE, () =>
      client.send(
        new QueryCommand({
          TableName: table,
          IndexName: index.name,
          KeyConditionExpression: '#partition = :value',
          ExpressionAttributeNames: { '#partition': index.partition },
          ExpressionAttributeValues: { ':value': value },
          ScanIndexForward: false,
          Limit: PAGE,
          ...(cursor === undefined ? {} : { ExclusiveStartKey: decode(cursor) }),
        }),
      ),
    );
    return {
      deliveries: Items.map(deliveryOf),
      ...(LastEvaluatedKey === undefined ? {} : { cursor: encode(LastEvaluatedKey) }),
    };
  };

  return {
    async record(delivery) {
      const item = deliveryItem(delivery);
      await whenAvailable(TABLE, () => client.send(new PutCommand({ TableName: table, Item: item })));
    },

    async ofOrder(orderId) {
      const { Items = [] } = await whenAvailable(TABLE, () =>
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'subject = :subject',
            ExpressionAttributeValues: { ':subject': partitionOfOrder(orderId) },
            ConsistentRead: true,
            Limit: MOST_OF_ORDER,
          }),
        ),
      );
      return Items.map(deliveryOf);
    },

    ofEndpoint: (endpointId, cursor) => pageOf(TARGET_INDEX, addresseeOf('webhook', endpointId), cursor),
    recent: (kind, cursor) => pageOf(KIND_INDEX, kind, cursor),
  };
}

const encode = (key: Readonly<Record<string, unknown>>): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** @throws when it is none of ours */
const decode = (cursor: string): Record<string, string> =>
  keySchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
