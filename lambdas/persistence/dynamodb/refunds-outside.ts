import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { RefundOutside, RefundsOutside } from '../../ports/refunds-outside';
import { whenAvailable } from '../../runtime/aws-availability';
import { ACTION_LIFE_SECONDS, expiresAt, FAILURE_RECORDS_KEY, partitionOf } from './failure-record-item';

const TABLE = 'failure records table';
/** One refund sends a handful of events. */
const MOST_REFUNDS = 20;

const schema = z.object({
  orderId: z.string(),
  eventId: z.string(),
  refundId: z.optional(z.string()),
  at: z.string(),
});

/** What somebody did at the provider, kept as long as what operators did here, and beside it. */
export const createDynamoRefundsOutside = ({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): RefundsOutside => ({
  async record(refund) {
    const item = {
      [FAILURE_RECORDS_KEY.partition]: partitionOf('refund', { orderId: refund.orderId, messageId: '' }),
      [FAILURE_RECORDS_KEY.sort]: refund.eventId,
      [FAILURE_RECORDS_KEY.expiry]: expiresAt(refund.at, ACTION_LIFE_SECONDS),
      ...schema.parse(refund),
    };
    await whenAvailable(TABLE, () => client.send(new PutCommand({ TableName: table, Item: item })));
  },

  async ofOrder(orderId) {
    const { Items = [] } = await whenAvailable(TABLE, () =>
      client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'subject = :subject',
          ExpressionAttributeValues: { ':subject': partitionOf('refund', { orderId, messageId: '' }) },
          Limit: MOST_REFUNDS,
        }),
      ),
    );
    return Items.map((item): RefundOutside => schema.parse(item));
  },
});
