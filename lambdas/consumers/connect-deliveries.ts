import { connectDelivery, endpointVariables } from '../gateways/connect-delivery';
import { createDynamoDeliveryLog } from '../persistence/dynamodb/delivery-log';
import { createDynamoWebhookProgress } from '../persistence/dynamodb/webhook-progress';
import { systemClock } from '../runtime/clock';
import type { Environment } from '../runtime/environment';
import { writeDownDelivery } from '../runtime/write-down-delivery';
import { connectWebhooks, webhookVariables } from './connect-webhooks';

/** What the function that sends to endpoints must find in its environment. */
export const deliveryVariables = [...webhookVariables, ...endpointVariables, 'DELIVERIES_TABLE'] as const;

/** What it works with, clients included. */
export function connectDeliveries(env: Environment<(typeof deliveryVariables)[number]>) {
  const { aws, ...parts } = connectWebhooks(env);
  const table = { client: parts.client, table: env.DELIVERIES_TABLE };
  return {
    ...parts,
    progress: createDynamoWebhookProgress(table),
    writeDown: writeDownDelivery(createDynamoDeliveryLog(table)),
    attempt: connectDelivery(env, aws),
    clock: systemClock,
    delayScale: env.DELAY_SCALE,
    random: Math.random,
  };
}
