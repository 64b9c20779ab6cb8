import type { AttemptDelivery } from '../ports/webhook-attempt';
import { endpointCircuitSignals } from '../runtime/circuit-signals';
import { systemClock } from '../runtime/clock';
import type { Environment } from '../runtime/environment';
import { createAttemptDelivery } from './attempt-delivery';
import type { AwsJsonApi, AwsJsonWrites } from './aws-json-api';
import { circuitSettings } from './circuit-settings';
import { createDynamoDbCircuitStore } from './dynamodb-circuit-store';
import { createEndpointCircuits } from './endpoint-circuits';
import { createHttpWebhookSender } from './http-webhook-sender';
import { createStoredWebhookSecrets, SIGNING_SECRETS_LIFE_MS } from './stored-webhook-secrets';
import { webhookTargets } from './webhook-targets';

/** What the function that sends to endpoints must find in its environment. */
export const endpointVariables = [
  'WEBHOOK_SECRETS_ARN',
  'WEBHOOK_TARGETS',
  'CIRCUIT_TABLE',
  'WEBHOOK_CIRCUIT',
  'DELAY_SCALE',
] as const;

/** The way to endpoints from one execution environment, behind the circuits that all of them share. */
export const connectDelivery = (
  env: Environment<(typeof endpointVariables)[number]>,
  aws: AwsJsonApi & AwsJsonWrites,
): AttemptDelivery =>
  createAttemptDelivery({
    secrets: createStoredWebhookSecrets({
      aws,
      clock: systemClock,
      secretArn: env.WEBHOOK_SECRETS_ARN,
      lifeMs: SIGNING_SECRETS_LIFE_MS * env.DELAY_SCALE,
    }),
    sender: createHttpWebhookSender({ targets: webhookTargets(env.WEBHOOK_TARGETS) }),
    circuitOf: createEndpointCircuits({
      store: createDynamoDbCircuitStore({ aws, table: env.CIRCUIT_TABLE }),
      observer: endpointCircuitSignals,
      clock: systemClock,
      settings: circuitSettings('webhook-endpoint', env.DELAY_SCALE, env.WEBHOOK_CIRCUIT),
    }),
    clock: systemClock,
  });
