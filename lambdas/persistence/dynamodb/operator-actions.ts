import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { isOnLetter, type OperatorAction, type OperatorActions } from '../../ports/operator-actions';
import { whenAvailable } from '../../runtime/aws-availability';
import { ACTION_LIFE_SECONDS, ACTIONS_INDEX, expiresAt, FAILURE_RECORDS_KEY, partitionOf } from './failure-record-item';

const TABLE = 'failure records table';
const MOST_ACTIONS = 100;
/** Of a megabyte each: more is not looked through for one letter. */
const MOST_PAGES = 50;

const common = {
  outcome: z.enum(['begun', 'done', 'failed']),
  by: z.string(),
  bySubject: z.optional(z.string()),
  at: z.string(),
  reason: z.optional(z.string()),
  traceId: z.optional(z.string()),
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
  z.object({ kind: z.enum(['retry', 'undo', 'resolve']), ...common, orderId: z.string() }),
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
      [ACTIONS_INDEX.partition]: ACTIONS_INDEX.value,
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

  async newest({ limit, letterId }) {
    const found: OperatorAction[] = [];
    let next: Record<string, unknown> | undefined;
    for (let page = 0; page < MOST_PAGES && found.length < limit; page += 1) {
      const { Items = [], LastEvaluatedKey } = await whenAvailable(TABLE, () =>
        client.send(
          new QueryCommand({
            TableName: table,
            IndexName: ACTIONS_INDEX.name,
            KeyConditionExpression: '#recorded = :action',
            // A consumer may write failures, and must not be able to pass one off as what an operator did.
            FilterExpression: 'begins_with(subject, :action)',
            ExpressionAttributeNames: { '#recorded': ACTIONS_INDEX.partition },
            ExpressionAttributeValues: { ':action': ACTIONS_INDEX.value },
            ScanIndexForward: false,
            // Those of one letter may lie far apart; of all, a megabyte of them is not read for the newest hundred.
            ...(letterId === undefined ? { Limit: limit } : {}),
            ...(next === undefined ? {} : { ExclusiveStartKey: next }),
          }),
        ),
      );
      const actions = Items.map((item): OperatorAction => actionSchema.parse(item));
      found.push(...actions.filter((action) => isOnLetter(action, letterId)));
      next = LastEvaluatedKey;
      if (next === undefined) {
        break;
      }
    }
    return found.slice(0, limit);
  },
});

/** What was acted upon. */
const objectOf = (action: OperatorAction): string => ('letterId' in action ? action.letterId : action.orderId);
const subjectOf = (action: OperatorAction) => ({ orderId: action.orderId, messageId: objectOf(action) });
