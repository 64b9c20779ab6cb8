import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Delivery, DeliveryLog, DeliveryPage, DeliveryRecords } from '../../ports/deliveries';
import { whenAvailable } from '../../runtime/aws-availability';
import { addresseeOf, deliveryItem, deliveryOf, KIND_INDEX, partitionOfOrder, TARGET_INDEX } from './delivery-item';

const TABLE = 'deliveries table';
const PAGE = 50;
/**
 * Of one order, each of a megabyte or some 2,500 attempts; one as a rule. Its few events go to a hundred endpoints at the
 * most, each with eight attempts, and again when they are replayed.
 */
const MOST_PAGES = 20;

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
      const found: Delivery[] = [];
      let from: Record<string, unknown> | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { Items = [], LastEvaluatedKey } = await whenAvailable(TABLE, () =>
          client.send(
            new QueryCommand({
              TableName: table,
              KeyConditionExpression: 'subject = :subject',
              ExpressionAttributeValues: { ':subject': partitionOfOrder(orderId) },
              ConsistentRead: true,
              ...(from === undefined ? {} : { ExclusiveStartKey: from }),
            }),
          ),
        );
        found.push(...Items.map(deliveryOf));
        if (LastEvaluatedKey === undefined) {
          break;
        }
        from = LastEvaluatedKey;
      }
      return found;
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
