import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { paginateListExecutions, type SFNClient } from '@aws-sdk/client-sfn';
import {
  ChangeMessageVisibilityCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { ExecutionEntry } from '../../lambdas/domain/books/books';
import { readLetter } from '../../lambdas/operations/dead-letters/read-letter';

/** Long enough to read the whole queue once. Afterwards all are shown again, for whoever reads next. */
const PEEK_VISIBILITY_SECONDS = 10;

/** Every order that was answered `202` has an intake record. */
export async function readAccepted(dynamodb: DynamoDBClient, tableName: string): Promise<readonly string[]> {
  const orderIds: string[] = [];
  for await (const page of paginateScan(
    { client: dynamodb },
    { TableName: tableName, ProjectionExpression: 'orderId', ConsistentRead: true },
  )) {
    orderIds.push(...(page.Items ?? []).flatMap(({ orderId }) => orderId?.S ?? []));
  }
  return orderIds;
}

export async function readExecutions(sfn: SFNClient, stateMachineArn: string): Promise<readonly ExecutionEntry[]> {
  const executions: ExecutionEntry[] = [];
  for await (const page of paginateListExecutions({ client: sfn }, { stateMachineArn })) {
    executions.push(
      ...(page.executions ?? []).map(({ name, status }) => ({ orderId: name ?? '', status: status ?? '' })),
    );
  }
  return executions;
}

export interface DeadLetter {
  readonly orderId: string | undefined;
  readonly reason: string | undefined;
  /** It can never succeed, whether its consumer had the time to bury it or died each time. */
  readonly isPoison: boolean;
}

/** Looks at every dead letter of orders without taking any away. */
export async function peekDeadLetters(sqs: SQSClient, queueUrl: string): Promise<readonly DeadLetter[]> {
  const seen = new Map<string, Message>();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: PEEK_VISIBILITY_SECONDS,
        MessageAttributeNames: ['All'],
      }),
    );
    const unseen = Messages.filter(({ MessageId }) => MessageId !== undefined && !seen.has(MessageId));
    for (const message of unseen) {
      seen.set(message.MessageId ?? '', message);
    }
    if (unseen.length === 0) {
      break;
    }
  }
  for (const { ReceiptHandle } of seen.values()) {
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  }
  return [...seen.values()].map(deadLetter);
}

const deadLetter = ({ Body = '', MessageAttributes }: Message): DeadLetter => ({
  orderId: orderIdIn(Body),
  reason: MessageAttributes?.['reason']?.StringValue,
  isPoison: readLetter('order', Body).kind === 'malformed',
});

/** The order that a message is about, if it says so at its top. */
function orderIdIn(body: string): string | undefined {
  try {
    const { orderId } = JSON.parse(body) as { orderId?: unknown };
    return typeof orderId === 'string' ? orderId : undefined;
  } catch {
    return undefined;
  }
}
