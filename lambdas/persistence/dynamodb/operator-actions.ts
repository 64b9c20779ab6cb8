import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { OperatorAction, OperatorActions } from '../../ports/operator-actions';
import { whenAvailable } from '../../runtime/aws-availability';
import { ACTION_LIFE_SECONDS, expiresAt, FAILURE_RECORDS_KEY, partitionOf } from './failure-record-item';

const TABLE = 'failure records table';
const MOST_ACTIONS = 100;

const common = {
  outcome: z.enum(['begun', 'done', 'failed']),
  by: z.string(),
  at: z.string(),
  reason: z.optional(z.string()),
};
const actionSchema = z.union([
  z.object({
    kind: z.enum(['replay', 'edit-and-replay', 'archive']),
    ...common,
    queue: z.string(),
    letterId: z.string(),
    orderId: z.optional(z.string()),
    fingerprint: z.string(),
    replays: z.number(),
    body: z.optional(z.string()),
  }),
  z.object({ kind: z.enum(['retry', 'resolve']), ...common, orderId: z.string() }),
]);

/** What operators did, beside the failures that it was about. */
export const createDynamoOperatorActions = ({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): OperatorActions => ({
  async record(action) {
    const item = {
      [FAILURE_RECORDS_KEY.partition]: partitionOf('action', subjectOf(action)),
      [FAILURE_RECORDS_KEY.sort]: `${action.at}#${objectOf(action)}#${action.kind}`,
      [FAILURE_RECORDS_KEY.expiry]: expiresAt(action.at, ACTION_LIFE_SECONDS),
      ...actionSchema.parse(action),
    };
    await whenAvailable(TABLE, () => client.send(new PutCommand({ TableName: table, Item: item })));
  },

  async actionsOn(subject) {
    const { Items = [] } = await whenAvailable(TABLE, () =>
      client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'subject = :subject',
          ExpressionAttributeValues: { ':subject': partitionOf('action', subject) },
          ScanIndexForward: false,
          Limit: MOST_ACTIONS,
          ConsistentRead: true,
        }),
      ),
    );
    return Items.map((item): OperatorAction => actionSchema.parse(item)).reverse();
  },
});

/** What was acted upon. */
const objectOf = (action: OperatorAction): string => ('letterId' in action ? action.letterId : action.orderId);
const subjectOf = (action: OperatorAction) => ({ orderId: action.orderId, messageId: objectOf(action) });
