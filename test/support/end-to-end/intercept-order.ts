import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { emulatorClient } from '../../../localstack/aws';
import { localCloud } from '../local-cloud';

export interface InterceptedMessage {
  readonly orderId: string;
  readonly body: string;
  readonly traceHeader: string;
}

const CONSUMER = 'start-saga';
/** A consumer that was just told to stop may have taken one more. */
const ATTEMPTS = 5;
const RECEIVES = 5;

/**
 * Takes the message of an order out of its queue before its consumer does. The consumer stands still meanwhile; messages of
 * others wait and are left as they are.
 */
export async function interceptOrder(place: () => Promise<string>): Promise<InterceptedMessage> {
  const settings = emulatorClient(localCloud().emulator);
  const [lambda, sqs] = [new LambdaClient(settings), new SQSClient(settings)];
  const UUID = await mappingOf(lambda);
  const consume = (Enabled: boolean) => lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      await consume(false);
      const orderId = await place();
      const message = await takeOut(sqs, orderId).finally(() => consume(true));
      const traceHeader = message?.Attributes?.AWSTraceHeader;
      if (message?.Body !== undefined && traceHeader !== undefined) {
        return { orderId, body: message.Body, traceHeader };
      }
    }
    throw new Error(`${CONSUMER} took each of ${ATTEMPTS} orders, though it was told not to`);
  } finally {
    lambda.destroy();
    sqs.destroy();
  }
}

async function takeOut(sqs: SQSClient, orderId: string): Promise<Message | undefined> {
  const QueueUrl = localCloud().queues.orders;
  const others: Message[] = [];
  try {
    for (let receive = 0; receive < RECEIVES; receive += 1) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
          VisibilityTimeout: 60,
          MessageSystemAttributeNames: ['All'],
        }),
      );
      const own = Messages.find(({ Body }) => Body?.includes(orderId));
      others.push(...Messages.filter((message) => message !== own));
      if (own !== undefined) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: own.ReceiptHandle }));
        return own;
      }
    }
    return undefined;
  } finally {
    for (const { ReceiptHandle } of others) {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    }
  }
}

async function mappingOf(lambda: LambdaClient): Promise<string> {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 1_000 }));
  const consumer = Functions.find(
    ({ Environment }) => Environment?.Variables?.['POWERTOOLS_SERVICE_NAME'] === CONSUMER,
  );
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: consumer?.FunctionName }),
  );
  if (mapping?.UUID === undefined) {
    throw new Error(`nothing leads messages to ${CONSUMER}`);
  }
  return mapping.UUID;
}
