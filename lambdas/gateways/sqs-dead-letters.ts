import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type DeadLetters, REPLAYS_ATTRIBUTE } from '../ports/dead-letters';
import { whenAvailable } from '../runtime/aws-availability';
import { traceAttribute } from './sqs-trace-attribute';

/** Attributes are shown where bodies are not, so they hold no content of the message. */
export const createSqsDeadLetters = ({
  client,
  queueUrl,
}: {
  readonly client: SQSClient;
  readonly queueUrl: string;
}): DeadLetters => ({
  async send({ body, messageId, reason, replays, traceHeader }) {
    await whenAvailable('dead letters', () =>
      client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: {
            reason: { DataType: 'String', StringValue: reason },
            originalMessageId: { DataType: 'String', StringValue: messageId },
            [REPLAYS_ATTRIBUTE]: { DataType: 'Number', StringValue: String(replays) },
          },
          ...traceAttribute(traceHeader),
        }),
      ),
    );
  },
});
