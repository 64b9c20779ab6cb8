import '../../support/intake/quiet';
import { randomUUID } from 'node:crypto';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { createStartSaga } from '../../../lambdas/consumers/start-saga';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { createSqsDeadLetterQueue } from '../../../lambdas/gateways/sqs-dead-letter-queue';
import { createSqsDeadLetters } from '../../../lambdas/gateways/sqs-dead-letters';
import { createSqsMessageVisibility } from '../../../lambdas/gateways/sqs-message-visibility';
import { createSqsQueueGauge, createSqsSourceQueue } from '../../../lambdas/gateways/sqs-source-queue';
import { createAssess } from '../../../lambdas/operations/dead-letters/assess';
import { createTreatLetters } from '../../../lambdas/operations/dead-letters/treat-letters';
import { createTriage } from '../../../lambdas/operations/dead-letters/triage';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoFailureRecords } from '../../../lambdas/persistence/dynamodb/failure-records';
import { createDynamoOperatorActions } from '../../../lambdas/persistence/dynamodb/operator-actions';
import { createDynamoToldRecords } from '../../../lambdas/persistence/dynamodb/told-records';
import { systemClock } from '../../../lambdas/runtime/clock';
import { sqsBatch } from '../../../lambdas/runtime/sqs-batch';
import { emulatorClient } from '../../../localstack/aws';
import { EmulatedTables } from '../../support/intake/emulated-tables';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { InMemorySagas } from '../../support/intake/in-memory-sagas';
import { orderMessage } from '../../support/intake/order-mother';
import { sqsContext } from '../../support/intake/sqs-event';
import { localCloud } from '../../support/local-cloud';

jest.setTimeout(60_000);

const TRACE = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1';
const { emulator } = localCloud();
const client = new SQSClient(emulatorClient(emulator));
const tables = new EmulatedTables(emulator);
const urls: string[] = [];
let table: string;

beforeAll(async () => {
  table = await tables.failureRecords();
});
afterAll(async () => {
  for (const QueueUrl of urls) {
    await client.send(new DeleteQueueCommand({ QueueUrl }));
  }
  await tables.removeAll();
  client.destroy();
});

/** A queue with dead letters after three receives, its consumer, and an operator's desk, all over the emulator. */
async function setUp() {
  const create = async (Attributes: Record<string, string> = {}): Promise<string> => {
    const { QueueUrl = '' } = await client.send(
      new CreateQueueCommand({ QueueName: `test-${randomUUID()}`, Attributes }),
    );
    urls.push(QueueUrl);
    return QueueUrl;
  };
  const letters = await create();
  const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:${letters.split('/').at(-1)}`;
  const source = await create({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }) });

  const documents = documentClient(tables.client);
  const records = createDynamoFailureRecords({ client: documents, table });
  const actions = createDynamoOperatorActions({ client: documents, table });
  const sagas = new InMemorySagas();
  const outage = { isOn: true };
  const consume = sqsBatch({
    consumer: 'start-saga',
    handle: createStartSaga({
      sagas: {
        start: async (message, traceHeader) => {
          if (outage.isOn) {
            throw new DependencyUnavailableError('Step Functions');
          }
          return sagas.start(message, traceHeader);
        },
      },
      intake: new InMemoryIntake(),
      clock: systemClock,
    }),
    deadLetters: createSqsDeadLetters({ client, queueUrl: letters }),
    visibility: createSqsMessageVisibility({ client, queueUrl: source }),
    failures: records,
    retry: { delaysSeconds: [], jitter: 0, scale: 1 },
  });

  /** As the event source mapping does: receives, calls, deletes what was done. @returns how many were received */
  const deliver = async (): Promise<number> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: source,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    const Records = Messages.map(
      ({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes = {} }) =>
        ({
          messageId: MessageId,
          receiptHandle: ReceiptHandle,
          body: Body,
          attributes: Attributes,
          messageAttributes: Object.fromEntries(
            Object.entries(MessageAttributes).map(([name, { StringValue }]) => [name, { stringValue: StringValue }]),
          ),
          eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:orders',
        }) as unknown as SQSRecord,
    );
    const { batchItemFailures } = await consume({ Records }, sqsContext);
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { messageId, receiptHandle } of Records) {
      if (!failed.has(messageId)) {
        await createSqsDeadLetterQueue({ client, queueUrl: source }).remove(receiptHandle);
      }
    }
    return Records.length;
  };

  const queue = {
    name: 'orders',
    kind: 'order' as const,
    source: {
      ...createSqsSourceQueue({ client, queueUrl: source }),
      ...createSqsQueueGauge({ client, queueUrl: source }),
    },
    deadLetters: {
      ...createSqsDeadLetterQueue({ client, queueUrl: letters }),
      ...createSqsQueueGauge({ client, queueUrl: letters }),
    },
  };
  const assess = createAssess({ history: records, findStanding: async () => ({ stands: 'not started' }) });
  return {
    queue,
    sagas,
    outage,
    actions,
    deliver,
    triage: createTriage({ queues: [queue], assess }),
    treat: createTreatLetters({ queues: [queue], actions, clock: systemClock }),
    send: (body: string) =>
      client.send(
        new SendMessageCommand({
          QueueUrl: source,
          MessageBody: body,
          MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: TRACE } },
        }),
      ),
  };
}

describe('A message whose receives all fail', () => {
  it('row 16, row 19: is explained by each of its failures, and given back once the outage is over', async () => {
    const { send, deliver, triage, treat, outage, sagas, actions, queue } = await setUp();
    const message = orderMessage({ orderId: randomUUID() });
    await send(JSON.stringify(message));
    while ((await deliver()) > 0) {}

    const letters = await triage();

    expect(letters).toMatchObject([
      {
        orderId: message.orderId,
        verdict: 'safe to replay',
        failedWith: 'DependencyUnavailableError: Step Functions is unavailable',
        letter: { body: JSON.stringify(message), replays: 0, traceHeader: TRACE },
        failures: [1, 2, 3].map((attempt) => ({
          attempt,
          queue: 'orders',
          traceId: '1-67891233-abcdef012345678912345678',
        })),
      },
    ]);
    expect(letters[0]?.failures.map(({ messageId }) => messageId)).toEqual([1, 2, 3].map(() => letters[0]?.letter.id));
    expect(await queue.deadLetters.depth()).toEqual({ waiting: 1, inFlight: 0 });

    outage.isOn = false;
    await treat({ letters, treatment: { kind: 'replay' }, by: 'ada' });
    await deliver();

    expect([...sagas.executions.keys()]).toEqual([message.orderId]);
    expect(sagas.executions.get(message.orderId)?.traceHeader).toMatch(
      /^Root=1-67891233-abcdef012345678912345678;Parent=[0-9a-f]{16};Sampled=1$/,
    );
    expect(await triage()).toEqual([]);
    expect(await actions.newest({ limit: 1 })).toMatchObject([{ orderId: message.orderId, outcome: 'done' }]);
    expect(await actions.actionsOn({ orderId: message.orderId, messageId: '' })).toMatchObject([
      { kind: 'replay', by: 'ada', outcome: 'done', replays: 1, letterId: letters[0]?.letter.id },
    ]);
  });

  it('counts its replays, however it comes back', async () => {
    const { send, deliver, triage, treat } = await setUp();
    const orderId = randomUUID();
    await send(JSON.stringify(orderMessage({ orderId })));
    while ((await deliver()) > 0) {}

    await treat({ letters: await triage(), treatment: { kind: 'replay' }, by: 'ada' });
    while ((await deliver()) > 0) {}
    const [failedAgain] = await triage();
    await treat({
      letters: await triage(),
      treatment: { kind: 'edit-and-replay', body: `{"orderId":"${orderId}"}` },
      by: 'ada',
    });
    await deliver();
    const [buried] = await triage();

    expect(failedAgain?.letter).toMatchObject({ replays: 1 });
    expect(buried).toMatchObject({ replayable: 'no', letter: { replays: 2, receivedAs: expect.any(String) } });
    expect(buried?.letter.receivedAs).not.toBe(buried?.letter.id);
  });
});

it('Refunds at the provider lie beside failures and acts, each event once', async () => {
  const records = createDynamoToldRecords({ client: documentClient(tables.client), table });
  const refund = { orderId: randomUUID(), eventId: 'evt_1', refundId: 're_1', at: '2026-03-01T12:00:00.000Z' };
  await records.refundsOutside.record(refund);
  await records.refundsOutside.record(refund);
  await records.refundsOutside.record({ ...refund, eventId: 'evt_2', refundId: undefined });

  const { refundId: _, ...unnamed } = refund;
  expect(await records.refundsOutside.ofOrder(refund.orderId)).toEqual([refund, { ...unnamed, eventId: 'evt_2' }]);
  expect(await records.refundsOutside.ofOrder(randomUUID())).toEqual([]);
  expect(await records.failures.failuresOf({ orderId: refund.orderId, messageId: '' })).toEqual([]);
  expect(await records.actions.actionsOn({ orderId: refund.orderId, messageId: '' })).toEqual([]);
});
