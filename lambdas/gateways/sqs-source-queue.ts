import { GetQueueAttributesCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { QueueGauge, SourceQueue } from '../ports/dead-letter-queue';
import { REPLAYS_ATTRIBUTE } from '../ports/dead-letters';
import { whenAvailable } from '../runtime/aws-availability';
import { traceAttribute } from './sqs-trace-attribute';

interface Queue {
  readonly client: SQSClient;
  readonly queueUrl: string;
}

export const createSqsSourceQueue = ({ client, queueUrl }: Queue): SourceQueue => ({
  async send({ body, replays, traceHeader }) {
    await whenAvailable('queue', () =>
      client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          MessageAttributes: { [REPLAYS_ATTRIBUTE]: { DataType: 'Number', StringValue: String(replays) } },
          ...traceAttribute(traceHeader),
        }),
      ),
    );
  },
});

/** Approximate, as SQS says of its counts: right within a minute after the last change. */
export const createSqsQueueGauge = ({ client, queueUrl }: Queue): QueueGauge => ({
  async depth() {
    const { Attributes = {} } = await whenAvailable('queue', () =>
      client.send(
        new GetQueueAttributesCommand({
          QueueUrl: queueUrl,
          AttributeNames: [
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesNotVisible',
            'ApproximateNumberOfMessagesDelayed',
          ],
        }),
      ),
    );
    const count = (name: keyof typeof Attributes) => Number(Attributes[name] ?? 0);
    return {
      waiting: count('ApproximateNumberOfMessages') + count('ApproximateNumberOfMessagesDelayed'),
      inFlight: count('ApproximateNumberOfMessagesNotVisible'),
    };
  },
});
