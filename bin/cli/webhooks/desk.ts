import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createSqsWebhookQueue } from '../../../lambdas/gateways/sqs-webhook-queue';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoDeliveryLog } from '../../../lambdas/persistence/dynamodb/delivery-log';
import { createDynamoWebhookEndpoints } from '../../../lambdas/persistence/dynamodb/webhook-endpoint-store';
import { createDynamoWebhookProgress } from '../../../lambdas/persistence/dynamodb/webhook-progress';
import type { DeliveryLog } from '../../../lambdas/ports/deliveries';
import type { WebhookEndpoint, WebhookEndpoints } from '../../../lambdas/ports/webhook-endpoints';
import type { WebhookReplays } from '../../../lambdas/ports/webhook-progress';
import type { WebhookQueue } from '../../../lambdas/ports/webhook-queue';
import { findTarget, type TargetOptions } from '../aws-target';
import { CommandError, EXIT } from '../command-error';

/** Everything that the commands about mails and webhooks work with, connected to one system. */
export interface OutwardDesk {
  readonly endpoints: WebhookEndpoints;
  readonly replays: WebhookReplays;
  readonly queue: WebhookQueue;
  readonly log: DeliveryLog;
}

/** Opens a desk, works at it, and closes it again. */
export async function atOutwardDesk<Result>(
  options: TargetOptions,
  work: (desk: OutwardDesk) => Promise<Result>,
): Promise<Result> {
  const target = await findTarget(options);
  const sqs = new SQSClient(target.client);
  const dynamo = new DynamoDBClient(target.client);
  const client = documentClient(dynamo);
  const queueUrl = target.queues.find(({ name }) => name === 'webhooks')?.source ?? '';
  try {
    return await work({
      endpoints: createDynamoWebhookEndpoints({ client, table: target.tables.webhookEndpoints }),
      replays: createDynamoWebhookProgress({ client, table: target.tables.deliveries }),
      queue: createSqsWebhookQueue({ client: sqs, queueUrl }),
      log: createDynamoDeliveryLog({ client, table: target.tables.deliveries }),
    });
  } finally {
    sqs.destroy();
    dynamo.destroy();
  }
}

/** @throws CommandError when there is none, or the beginning of an id fits several; nothing at all fits any by chance */
export async function findEndpoint(
  { endpoints }: Pick<OutwardDesk, 'endpoints'>,
  id: string,
): Promise<WebhookEndpoint> {
  if (id.trim() === '') {
    throw new CommandError("say which endpoint: its id, or the beginning of it, see 'webhooks list'", EXIT.usage);
  }
  const [found, ...others] = (await endpoints.list()).filter(({ endpointId }) => endpointId.startsWith(id));
  if (found === undefined || others.length > 0) {
    throw new CommandError(
      `${found === undefined ? 'no' : 'more than one'} endpoint has the id '${id}': see 'webhooks list'`,
    );
  }
  return found;
}
