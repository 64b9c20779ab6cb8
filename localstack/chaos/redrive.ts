import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { orderIdIn } from '../books/cloud-books';

/** Long enough to look at all of them once. */
const HIDDEN_SECONDS = 10;

/**
 * Sends dead letters back to their queue, but for those that were buried with a reason: they can never succeed.
 * A copy is sent before the letter is removed, so that none is lost and one may be sent twice.
 *
 * @returns what each that was sent is about: the id of an order, or nothing that we know
 */
export async function redrive(
  sqs: SQSClient,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly string[]> {
  const seen = new Set<string>();
  const buried: Message[] = [];
  const sent: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: HIDDEN_SECONDS,
        MessageAttributeNames: ['All'],
      }),
    );
    const unseen = Messages.filter(({ MessageId = '' }) => !seen.has(MessageId));
    if (unseen.length === 0) {
      break;
    }
    for (const message of unseen) {
      seen.add(message.MessageId ?? '');
      if (isBuried(message)) {
        buried.push(message);
      } else {
        await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: message.Body }));
        await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle: message.ReceiptHandle }));
        sent.push(orderIdIn(message.Body ?? '') ?? '');
      }
    }
  }
  for (const { ReceiptHandle } of buried) {
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: from, ReceiptHandle, VisibilityTimeout: 0 }));
  }
  return sent;
}

const isBuried = ({ MessageAttributes }: Message): boolean => MessageAttributes?.['reason'] !== undefined;
