import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { OrderQueue } from '../ports/order-queue';
import { whenAvailable } from '../runtime/aws-availability';
import { traceAttribute } from './sqs-trace-attribute';

export const createSqsOrderQueue = ({
  client,
  queueUrl,
}: {
  readonly client: SQSClient;
  readonly queueUrl: string;
}): OrderQueue => ({
  async send(message, traceHeader) {
    await whenAvailable('order queue', () =>
      client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(message),
          ...traceAttribute(traceHeader),
        }),
      ),
    );
  },
});
