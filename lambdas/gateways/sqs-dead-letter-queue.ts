import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetter, DeadLetterQueue } from '../ports/dead-letter-queue';
import { REPLAYS_ATTRIBUTE } from '../ports/dead-letters';
import { whenAvailable } from '../runtime/aws-availability';

const QUEUE = 'dead letters';
/** A long poll asks every server of the queue; a short one may miss letters that are there. */
const WAIT_SECONDS = 1;
const PAGE = 10;

/** SQS no longer knows the receipt, or the message is visible again: somebody else may have it. */
const isLost = (error: unknown): boolean =>
  error instanceof Error && /ReceiptHandleIsInvalid|MessageNotInflight|InvalidParameterValue/.test(error.name);

/** Dead letters by receive, change of visibility and delete: what AWS, LocalStack and MiniStack all have. */
export function createSqsDeadLetterQueue({
  client,
  queueUrl,
}: {
  readonly client: SQSClient;
  readonly queueUrl: string;
}): DeadLetterQueue {
  const changeVisibility = async (receipt: string, seconds: number): Promise<'held' | 'lost'> => {
    try {
      await whenAvailable(QUEUE, () =>
        client.send(
          new ChangeMessageVisibilityCommand({
            QueueUrl: queueUrl,
            ReceiptHandle: receipt,
            VisibilityTimeout: seconds,
          }),
        ),
      );
      return 'held';
    } catch (error) {
      if (isLost(error)) {
        return 'lost';
      }
      throw error;
    }
  };

  return {
    async take(holdSeconds) {
      const askedAt = Date.now();
      const { Messages = [] } = await whenAvailable(QUEUE, () =>
        client.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: PAGE,
            VisibilityTimeout: holdSeconds,
            WaitTimeSeconds: WAIT_SECONDS,
            MessageSystemAttributeNames: ['SentTimestamp', 'AWSTraceHeader'],
            MessageAttributeNames: ['All'],
          }),
        ),
      );
      return Messages.map((message) => ({
        letter: letterOf(message),
        receipt: message.ReceiptHandle ?? '',
        heldUntil: askedAt + holdSeconds * 1_000,
      }));
    },

    hold: changeVisibility,

    async release(receipt) {
      await changeVisibility(receipt, 0);
    },

    async remove(receipt) {
      await whenAvailable(QUEUE, () =>
        client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receipt })),
      );
    },
  };
}

function letterOf({ MessageId = '', Body = '', Attributes = {}, MessageAttributes = {} }: Message): DeadLetter {
  const reason = MessageAttributes['reason']?.StringValue;
  const traceHeader = Attributes['AWSTraceHeader'];
  return {
    id: MessageId,
    body: Body,
    sentAt: new Date(Number(Attributes['SentTimestamp'] ?? 0)).toISOString(),
    receivedAs: MessageAttributes['originalMessageId']?.StringValue ?? MessageId,
    replays: Number(MessageAttributes[REPLAYS_ATTRIBUTE]?.StringValue ?? 0) || 0,
    ...(reason === undefined ? {} : { reason }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
}
