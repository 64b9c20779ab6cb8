import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { PaymentEventQueue } from '../ports/payment-event-queue';
import { whenAvailable } from '../runtime/aws-availability';
import { traceAttribute } from './sqs-trace-attribute';

export const createSqsPaymentEventQueue = ({
  client,
  queueUrl,
}: {
  readonly client: SQSClient;
  readonly queueUrl: string;
}): PaymentEventQueue => ({
  async send(event, traceHeader) {
    await whenAvailable('payment event queue', () =>
      client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(event),
          ...traceAttribute(traceHeader),
        }),
      ),
    );
  },
});
