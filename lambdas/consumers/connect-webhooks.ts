import { createAwsJsonApi } from '../gateways/aws-json-api';
import { createEventBridgeAnnouncements } from '../gateways/event-bridge-announcements';
import { sqsClient } from '../gateways/sqs-client';
import { createSqsWebhookQueue } from '../gateways/sqs-webhook-queue';
import { createEndpointHealth } from '../operations/webhooks/endpoint-health';
import { documentClient } from '../persistence/dynamodb/clients';
import { createDynamoWebhookEndpoints } from '../persistence/dynamodb/webhook-endpoint-store';
import { awsCredentials, awsEndpoint, awsRegion, type Environment } from '../runtime/environment';
import { signals } from '../runtime/signals';

/** What both functions on the way of a webhook must find in their environment. */
export const webhookVariables = [
  'WEBHOOK_ENDPOINTS_TABLE',
  'WEBHOOK_QUEUE_URL',
  'EVENT_BUS_NAME',
  'DELAY_SCALE',
] as const;

/** What both functions on the way of a webhook work with. */
export function connectWebhooks(env: Environment<(typeof webhookVariables)[number]>) {
  const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
  const client = documentClient();
  const sqs = sqsClient();
  const endpoints = createDynamoWebhookEndpoints({ client, table: env.WEBHOOK_ENDPOINTS_TABLE });
  const announcements = createEventBridgeAnnouncements({ aws, busName: env.EVENT_BUS_NAME });
  return {
    aws,
    client,
    sqs,
    endpoints,
    queue: createSqsWebhookQueue({ client: sqs, queueUrl: env.WEBHOOK_QUEUE_URL }),
    health: createEndpointHealth({ health: endpoints, announcements, signals }),
  };
}
