import { createAwsJsonApi } from '../gateways/aws-json-api';
import { createStoredWebhookSecrets } from '../gateways/stored-webhook-secrets';
import { webhookTargets } from '../gateways/webhook-targets';
import { documentClient } from '../persistence/dynamodb/clients';
import { createDynamoWebhookEndpoints } from '../persistence/dynamodb/webhook-endpoint-store';
import { apiHandler } from '../runtime/api-handler';
import { systemClock } from '../runtime/clock';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../runtime/environment';
import { createWebhookEndpointsApi } from './webhook-endpoints';

const env = readEnvironment('WEBHOOK_ENDPOINTS_TABLE', 'WEBHOOK_SECRETS_ARN', 'WEBHOOK_TARGETS');
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const endpoints = createDynamoWebhookEndpoints({ client: documentClient(), table: env.WEBHOOK_ENDPOINTS_TABLE });
const secrets = createStoredWebhookSecrets({ aws, clock: systemClock, secretArn: env.WEBHOOK_SECRETS_ARN });
const { problemOf } = webhookTargets(env.WEBHOOK_TARGETS);

export const handler = apiHandler(
  '/webhook-endpoints',
  createWebhookEndpointsApi({ endpoints, secrets, problemOf, clock: systemClock }),
);
