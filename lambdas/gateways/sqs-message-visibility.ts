import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MessageVisibility } from '../ports/message-visibility';
import { whenAvailable } from '../runtime/aws-availability';

export const createSqsMessageVisibility = ({
  client,
  queueUrl,
}: {
  readonly client: SQSClient;
  readonly queueUrl: string;
}): MessageVisibility => ({
  async hideFor(receiptHandle, delaySeconds) {
    await whenAvailable('order queue', () =>
      client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: delaySeconds,
        }),
      ),
    );
  },
});
