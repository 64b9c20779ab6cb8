import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { LONGEST_QUEUE_DELAY_SECONDS, type WebhookQueue } from '../ports/webhook-queue';
import { whenAvailable } from '../runtime/aws-availability';
import { traceAttribute } from './sqs-trace-attribute';

/**
 * A standard queue, which SQS makes fair by the group of its messages: while an endpoint takes up much of the time of those who
 * send, deliveries to others are handed out before its own. It orders nothing.
 */
export const createSqsWebhookQueue = ({
  client,
  queueUrl,
}: {
  readonly client: SQSClient;
  readonly queueUrl: string;
}): WebhookQueue => ({
  async send(delivery, delaySeconds, traceHeader) {
    await whenAvailable('webhook queue', () =>
      client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(delivery),
          MessageGroupId: delivery.endpointId,
          DelaySeconds: Math.min(LONGEST_QUEUE_DELAY_SECONDS, Math.max(0, Math.ceil(delaySeconds))),
          ...traceAttribute(traceHeader),
        }),
      ),
    );
  },
});
