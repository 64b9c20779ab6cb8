import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { DependencyUnavailableError } from '../../domain/failures';
import type { IntakeRecord, IntakeStore, PendingOrder } from '../../ports/intake-store';
import { whenAvailable } from '../../runtime/aws-availability';
import { ifConditionHolds } from './if-condition-holds';
import { ALL_SHARDS, intakeRecordSchema, NOT_STARTED_INDEX, pendingOrderSchema, shardOf } from './intake-item';

const TABLE = 'intake table';

/** A page is 1 MB; a backlog that is longer is looked at from its oldest end, and again a minute later. */
const PAGES_PER_SHARD = 20;

/** Where to read on in a shard. */
interface Place {
  readonly shard: string;
  readonly from?: Record<string, unknown>;
}

interface Page {
  readonly orders: readonly PendingOrder[];
  /** None when it was the last one. */
  readonly next: readonly Place[];
}

const byAge = (one: PendingOrder, other: PendingOrder): number => (one.acceptedAt < other.acceptedAt ? -1 : 1);

/** Accepted orders in DynamoDB, one item each. */
export function createDynamoIntakeStore({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): IntakeStore {
  const find = async (orderId: string): Promise<IntakeRecord | undefined> => {
    const { Item } = await whenAvailable(TABLE, () =>
      client.send(new GetCommand({ TableName: table, Key: { orderId }, ConsistentRead: true })),
    );
    return Item === undefined ? undefined : intakeRecordSchema.parse(Item);
  };

  /** A mark on a record that is gone is not an error, and must not bring a part of it back. */
  const mark = async (orderId: string, set: string, at: Date): Promise<void> => {
    const update = new UpdateCommand({
      TableName: table,
      Key: { orderId },
      UpdateExpression: set,
      ConditionExpression: 'attribute_exists(orderId)',
      ExpressionAttributeValues: { ':at': at.toISOString() },
    });
    await ifConditionHolds(() => whenAvailable(TABLE, () => client.send(update)));
  };

  const readPage = async (
    { shard, from }: Place,
    acceptedBefore: Date,
    select: Pick<QueryCommandInput, 'Limit' | 'FilterExpression'>,
  ): Promise<Page> => {
    const { Items = [], LastEvaluatedKey } = await whenAvailable(TABLE, () =>
      client.send(
        new QueryCommand({
          TableName: table,
          IndexName: NOT_STARTED_INDEX,
          KeyConditionExpression: 'notStarted = :shard AND acceptedAt < :before',
          ExpressionAttributeValues: { ':shard': shard, ':before': acceptedBefore.toISOString() },
          ...select,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      ),
    );
    return {
      orders: Items.map((item) => pendingOrderSchema.parse(item)),
      next: LastEvaluatedKey === undefined ? [] : [{ shard, from: LastEvaluatedKey }],
    };
  };

  const findInShard = async (shard: string, acceptedBefore: Date, limit: number): Promise<readonly PendingOrder[]> => {
    const found: PendingOrder[] = [];
    let place: Place | undefined = { shard };
    for (let page = 0; page < PAGES_PER_SHARD && place !== undefined && found.length < limit; page += 1) {
      const { orders, next }: Page = await readPage(place, acceptedBefore, { Limit: limit });
      found.push(...orders);
      [place] = next;
    }
    return found;
  };

  return {
    find,

    async putIfNew(record) {
      const item = { ...intakeRecordSchema.parse(record), notStarted: shardOf(record.orderId) };
      const put = new PutCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(orderId)',
      });
      if ((await ifConditionHolds(() => whenAvailable(TABLE, () => client.send(put)))) !== undefined) {
        return undefined;
      }
      // It may be our own, written by an attempt whose answer was lost.
      const existing = await find(record.orderId);
      if (existing === undefined) {
        throw new DependencyUnavailableError(TABLE);
      }
      return existing;
    },

    markEnqueued: (orderId, at) => mark(orderId, 'SET enqueuedAt = :at', at),

    markStarted: (orderId, at) => mark(orderId, 'SET startedAt = if_not_exists(startedAt, :at) REMOVE notStarted', at),

    async findNotStarted({ acceptedBefore, limit }) {
      const found = await Promise.all(ALL_SHARDS.map((shard) => findInShard(shard, acceptedBefore, limit)));
      return found.flat().sort(byAge).slice(0, limit);
    },

    async *findForgotten(acceptedBefore) {
      let places: readonly Place[] = ALL_SHARDS.map((shard) => ({ shard }));
      for (let page = 0; page < PAGES_PER_SHARD && places.length > 0; page += 1) {
        // A limit would count items before the filter, so the pages are left whole.
        const select = { FilterExpression: 'attribute_not_exists(enqueuedAt)' };
        const pages = await Promise.all(places.map((place) => readPage(place, acceptedBefore, select)));
        yield* pages.flatMap(({ orders }) => orders).sort(byAge);
        places = pages.flatMap(({ next }) => next);
      }
    },
  };
}
