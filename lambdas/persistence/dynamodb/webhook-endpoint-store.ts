import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { LIMITS } from '../../domain/limits';
import type { EndpointHealth, WebhookEndpoint, WebhookEndpoints } from '../../ports/webhook-endpoints';
import { whenAvailable } from '../../runtime/aws-availability';
import { ifConditionHolds } from './if-condition-holds';
import { endpointItem, endpointOf, stateAttributes } from './webhook-endpoint-item';

const TABLE = 'webhook endpoints table';

/** Endpoints of merchants in DynamoDB, one item each. */
export function createDynamoWebhookEndpoints({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): WebhookEndpoints & EndpointHealth {
  /** @returns the endpoint after the change, or undefined when the condition did not hold */
  const update = async (
    endpointId: string,
    attributes: Readonly<Record<string, unknown>>,
    condition: { readonly expression: string; readonly values?: Readonly<Record<string, unknown>> },
  ): Promise<WebhookEndpoint | undefined> => {
    const { expression, names, values } = assignments(attributes);
    const answer = await ifConditionHolds(() =>
      whenAvailable(TABLE, () =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: { endpointId },
            UpdateExpression: expression,
            ConditionExpression: condition.expression,
            ExpressionAttributeNames: { '#status': 'status', ...names },
            ...(Object.keys({ ...values, ...condition.values }).length === 0
              ? {}
              : { ExpressionAttributeValues: { ...values, ...condition.values } }),
            ReturnValues: 'ALL_NEW',
          }),
        ),
      ),
    );
    return answer === undefined ? undefined : endpointOf(answer.Attributes);
  };

  const whileEnabled = (and = '') => ({
    expression: `#status = :enabled${and}`,
    values: { ':enabled': 'enabled' },
  });

  return {
    async add(endpoint) {
      const put = new PutCommand({
        TableName: table,
        Item: endpointItem(endpoint),
        ConditionExpression: 'attribute_not_exists(endpointId)',
      });
      return (await ifConditionHolds(() => whenAvailable(TABLE, () => client.send(put)))) !== undefined;
    },

    async find(endpointId) {
      const { Item } = await whenAvailable(TABLE, () =>
        client.send(new GetCommand({ TableName: table, Key: { endpointId }, ConsistentRead: true })),
      );
      return Item === undefined ? undefined : endpointOf(Item);
    },

    async list() {
      // One page: so many endpoints of the largest size are far below its megabyte.
      const { Items = [] } = await whenAvailable(TABLE, () =>
        client.send(new ScanCommand({ TableName: table, Limit: LIMITS.webhookEndpoints * 2, ConsistentRead: true })),
      );
      return Items.map(endpointOf).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    },

    change: (endpointId, { state, ...change }) =>
      update(
        endpointId,
        { ...change, ...(state === undefined ? {} : stateAttributes(state)) },
        { expression: 'attribute_exists(endpointId) AND attribute_exists(#status)' },
      ),

    async remove(endpointId) {
      const remove = new DeleteCommand({
        TableName: table,
        Key: { endpointId },
        ConditionExpression: 'attribute_exists(endpointId)',
      });
      return (await ifConditionHolds(() => whenAvailable(TABLE, () => client.send(remove)))) !== undefined;
    },

    async failed(endpointId, at) {
      const since = { failingSince: at.toISOString() };
      await update(endpointId, since, whileEnabled(' AND attribute_not_exists(failingSince)'));
    },

    async recovered(endpointId) {
      await update(endpointId, { failingSince: undefined }, whileEnabled());
    },

    async disable(endpointId, because, at) {
      const state = stateAttributes({ status: 'disabled', since: at.toISOString(), because, announced: false });
      return (await update(endpointId, state, whileEnabled())) !== undefined;
    },

    async announced(endpointId) {
      await update(
        endpointId,
        { announced: true },
        { expression: '#status = :disabled', values: { ':disabled': 'disabled' } },
      );
    },
  };
}

/** `SET` what has a value and `REMOVE` what has none. */
function assignments(attributes: Readonly<Record<string, unknown>>) {
  const all = Object.entries(attributes);
  const set = all.filter(([, value]) => value !== undefined);
  const remove = all.filter(([, value]) => value === undefined);
  const list = (entries: typeof all, form: (name: string) => string): string =>
    entries.map(([name]) => form(name)).join(', ');
  return {
    expression: [
      set.length > 0 ? `SET ${list(set, (name) => `#${name} = :${name}`)}` : '',
      remove.length > 0 ? `REMOVE ${list(remove, (name) => `#${name}`)}` : '',
    ].join(' '),
    names: Object.fromEntries(all.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
  };
}
