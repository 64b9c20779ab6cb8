import { randomUUID } from 'node:crypto';
import { CreateQueueCommand, DeleteQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { createSqsDeadLetters } from '../../../lambdas/gateways/sqs-dead-letters';
import { createSqsMessageVisibility } from '../../../lambdas/gateways/sqs-message-visibility';
import { createSqsOrderQueue } from '../../../lambdas/gateways/sqs-order-queue';
import { emulatorClient } from '../../../localstack/aws';
import { orderMessage } from '../../support/intake/order-mother';
import { localCloud } from '../../support/local-cloud';

const client = new SQSClient(emulatorClient(localCloud().emulator));
const TRACE = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1';
let queueUrl: string;

beforeEach(async () => {
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: `test-${randomUUID()}` }));
  queueUrl = QueueUrl;
});
afterEach(() => client.send(new DeleteQueueCommand({ QueueUrl: queueUrl })));
afterAll(() => client.destroy());

async function receive() {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
      VisibilityTimeout: 30,
    }),
  );
  return Messages;
}

describe('The order queue', () => {
  it('row 4: carries an order byte for byte, in the trace of its request', async () => {
    const message = orderMessage({ customerId: 'a&Action=DeleteQueue%26' });

    await createSqsOrderQueue({ client, queueUrl }).send(message, TRACE);

    const received = await receive();
    expect(received.map(({ Body }) => Body)).toEqual([JSON.stringify(message)]);
    expect(received[0]?.Attributes?.['AWSTraceHeader']).toBe(TRACE);
  });

  it('hides a received message for as long as it is told', async () => {
    await createSqsOrderQueue({ client, queueUrl }).send(orderMessage());
    const visibility = createSqsMessageVisibility({ client, queueUrl });
    const [first] = await receive();

    await visibility.hideFor(first?.ReceiptHandle ?? '', 0);
    const [second] = await receive();
    await visibility.hideFor(second?.ReceiptHandle ?? '', 60);

    expect(second?.Attributes?.['ApproximateReceiveCount']).toBe('2');
    expect(await receive()).toEqual([]);
  });

  it('says that it is away when nothing answers', async () => {
    const nowhere = new SQSClient({ ...emulatorClient('http://127.0.0.1:9'), maxAttempts: 1 });

    const sending = createSqsOrderQueue({ client: nowhere, queueUrl: 'http://127.0.0.1:9/q' }).send(orderMessage());

    await expect(sending).rejects.toBeInstanceOf(DependencyUnavailableError);
  });
});

describe('The dead letters', () => {
  it('row 12: keep a poison message as it came, with its reason beside it', async () => {
    const body = '{"orderId": "\u00fc", broken';

    await createSqsDeadLetters({ client, queueUrl }).send({
      body,
      messageId: 'message-1',
      reason: 'not JSON',
      replays: 2,
      traceHeader: TRACE,
    });

    const [letter] = await receive();
    expect(letter?.Body).toBe(body);
    expect(letter?.MessageAttributes?.['reason']?.StringValue).toBe('not JSON');
    expect(letter?.MessageAttributes?.['originalMessageId']?.StringValue).toBe('message-1');
    expect(letter?.MessageAttributes?.['replays']?.StringValue).toBe('2');
    expect(letter?.Attributes?.['AWSTraceHeader']).toBe(TRACE);
  });
});
