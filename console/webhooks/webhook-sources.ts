import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoDeliveryLog } from '../../lambdas/persistence/dynamodb/delivery-log';
import { createDynamoWebhookEndpoints } from '../../lambdas/persistence/dynamodb/webhook-endpoint-store';
import type { ConsoleEnvironment } from '../environment';
import type { WebhookSources } from './routes';

const NOT_DEPLOYED = { missing: 'webhooks are not deployed here' };

export function webhookSources(
  client: DynamoDBDocumentClient,
  {
    WEBHOOK_ENDPOINTS_TABLE,
    DELIVERIES_TABLE,
  }: Pick<ConsoleEnvironment, 'WEBHOOK_ENDPOINTS_TABLE' | 'DELIVERIES_TABLE'>,
): WebhookSources {
  const endpoints =
    WEBHOOK_ENDPOINTS_TABLE === undefined
      ? undefined
      : createDynamoWebhookEndpoints({ client, table: WEBHOOK_ENDPOINTS_TABLE });
  const log = DELIVERIES_TABLE === undefined ? undefined : createDynamoDeliveryLog({ client, table: DELIVERIES_TABLE });
  return {
    endpoints: endpoints === undefined ? NOT_DEPLOYED : () => endpoints.list(),
    deliveries: log === undefined ? NOT_DEPLOYED : async () => (await log.recent('webhook')).deliveries,
  };
}
