import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { FailureHistory, FailureRecords } from '../../ports/failure-records';
import { whenAvailable } from '../../runtime/aws-availability';
import { failureItem, failureOf, partitionOf } from './failure-record-item';

const TABLE = 'failure records table';

/** Of one order: three receives of each of a few replays of a few messages. The newest are those that matter. */
const MOST_FAILURES = 100;

export function createDynamoFailureRecords({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): FailureRecords & FailureHistory {
  return {
    async record(failure) {
      await whenAvailable(TABLE, () => client.send(new PutCommand({ TableName: table, Item: failureItem(failure) })));
    },

    async failuresOf(subject) {
      const { Items = [] } = await whenAvailable(TABLE, () =>
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'subject = :subject',
            ExpressionAttributeValues: { ':subject': partitionOf('failure', subject) },
            ScanIndexForward: false,
            Limit: MOST_FAILURES,
            ConsistentRead: true,
          }),
        ),
      );
      return Items.map(failureOf).reverse();
    },
  };
}
