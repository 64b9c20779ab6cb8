import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type WebhookDelivery, webhookDeliverySchema } from '../../contracts/webhook-delivery';
import { mayAttempt } from '../../domain/webhooks/delivery-progress';
import type { WebhookProgress, WebhookReplays } from '../../ports/webhook-progress';
import { whenAvailable } from '../../runtime/aws-availability';
import { DELIVERY_KEY, DELIVERY_LIFE_SECONDS } from './delivery-item';
import { expiresAt } from './failure-record-item';
import { ifConditionHolds } from './if-condition-holds';

const TABLE = 'deliveries table';

/** Whoever loses so many races is told that somebody is at it, and asks again later. */
const MOST_RACES = 3;

const stateSchema = z.object({
  version: z.number(),
  run: z.number(),
  attempt: z.number(),
  leaseUntil: z.optional(z.number()),
  ending: z.optional(z.string()),
  delivery: webhookDeliverySchema,
});

const keyOf = (deliveryId: string) => ({
  [DELIVERY_KEY.partition]: `progress#${deliveryId}`,
  [DELIVERY_KEY.sort]: 'progress',
});

/** One item for each delivery, beside the log of its attempts; every write is on condition of what was read. */
export function createDynamoWebhookProgress({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): WebhookProgress & WebhookReplays {
  const read = async (deliveryId: string) => {
    const { Item } = await whenAvailable(TABLE, () =>
      client.send(new GetCommand({ TableName: table, Key: keyOf(deliveryId), ConsistentRead: true })),
    );
    return Item === undefined ? undefined : stateSchema.parse(Item);
  };

  /** @returns false when somebody else has written since */
  const write = async (
    { deliveryId }: Pick<WebhookDelivery, 'deliveryId'>,
    expectedVersion: number,
    state: Omit<z.infer<typeof stateSchema>, 'version'>,
    now: Date,
  ): Promise<boolean> => {
    const put = new PutCommand({
      TableName: table,
      Item: {
        ...keyOf(deliveryId),
        ...state,
        version: expectedVersion + 1,
        [DELIVERY_KEY.expiry]: expiresAt(now.toISOString(), DELIVERY_LIFE_SECONDS),
      },
      ...(expectedVersion === 0
        ? { ConditionExpression: 'attribute_not_exists(subject)' }
        : { ConditionExpression: 'version = :expected', ExpressionAttributeValues: { ':expected': expectedVersion } }),
    });
    return (await ifConditionHolds(() => whenAvailable(TABLE, () => client.send(put)))) !== undefined;
  };

  return {
    async claim(delivery, now, leaseMs) {
      const { run, attempt } = delivery;
      for (let races = 0; races < MOST_RACES; races += 1) {
        const found = await read(delivery.deliveryId);
        const claim = mayAttempt(found && { ...found, hasEnded: found.ending !== undefined }, {
          run,
          attempt,
          now: now.getTime(),
        });
        if (claim !== 'yours') {
          return claim;
        }
        const state = { run, attempt, leaseUntil: now.getTime() + leaseMs, delivery };
        if (await write(delivery, found?.version ?? 0, state, now)) {
          return 'yours';
        }
      }
      return 'busy';
    },

    async settle({ deliveryId, run, attempt }, ending) {
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf(deliveryId),
        UpdateExpression: `REMOVE leaseUntil ${ending === undefined ? 'SET' : 'SET ending = :ending,'} version = version + :one`,
        // Whoever has claimed a later attempt has taken this one for settled.
        ConditionExpression: '#run = :run AND attempt = :attempt',
        ExpressionAttributeNames: { '#run': 'run' },
        ExpressionAttributeValues: {
          ':run': run,
          ':attempt': attempt,
          ':one': 1,
          ...(ending === undefined ? {} : { ':ending': ending }),
        },
      });
      await ifConditionHolds(() => whenAvailable(TABLE, () => client.send(update)));
    },

    async release({ deliveryId, run, attempt }, claimedAt, leaseMs) {
      const update = new UpdateCommand({
        TableName: table,
        Key: keyOf(deliveryId),
        UpdateExpression: 'SET leaseUntil = :over, version = version + :one',
        ConditionExpression: '#run = :run AND attempt = :attempt AND leaseUntil = :ours',
        ExpressionAttributeNames: { '#run': 'run' },
        ExpressionAttributeValues: {
          ':run': run,
          ':attempt': attempt,
          ':ours': claimedAt.getTime() + leaseMs,
          ':over': 0,
          ':one': 1,
        },
      });
      await ifConditionHolds(() => whenAvailable(TABLE, () => client.send(update)));
    },

    async find(deliveryId) {
      return (await read(deliveryId))?.delivery;
    },

    async restart(deliveryId, now) {
      for (let races = 0; races < MOST_RACES; races += 1) {
        const found = await read(deliveryId);
        if (found === undefined) {
          return undefined;
        }
        const { notBefore: _, ...delivery } = { ...found.delivery, run: found.run + 1, attempt: 1 };
        const state = { run: delivery.run, attempt: 0, delivery };
        if (await write(delivery, found.version, state, now)) {
          return delivery;
        }
      }
      throw new Error('the delivery is being worked on: try again in a moment');
    },
  };
}
