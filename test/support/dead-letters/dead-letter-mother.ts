import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { OrderMessage } from '../../../lambdas/contracts/order-message';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoFailureRecords } from '../../../lambdas/persistence/dynamodb/failure-records';
import { createDynamoIntakeStore } from '../../../lambdas/persistence/dynamodb/intake-store';
import type { IntakeRecord } from '../../../lambdas/ports/intake-store';
import { describeFailure } from '../../../lambdas/runtime/describe-failure';
import { emulatorClient } from '../../../localstack/aws';
import { orderOf } from '../../../localstack/main-job/scenarios';
import type { Customer } from '../end-to-end/customer';
import { eventually } from '../end-to-end/eventually';
import { localCloud } from '../local-cloud';

/** Makes dead letters of the local cloud's orders, as accidents leave them. */
export function deadLetterMother({ customerId, shop }: Customer) {
  const { emulator, queues, tables } = localCloud();
  const settings = emulatorClient(emulator);
  const sqs = new SQSClient(settings);
  const client = documentClient(new DynamoDBClient(settings));
  const intake = createDynamoIntakeStore({ client, table: tables.intake });
  const failures = createDynamoFailureRecords({ client, table: tables.failureRecords });
  const messageOf = (orderId: string): OrderMessage => ({
    schemaVersion: 1,
    orderId,
    customerId,
    lines: [...orderOf({ lines: [{ sku: SKU, quantity: 1 }] }).lines],
    acceptedAt: new Date().toISOString(),
  });
  const send = async (queueUrl: string, body: string): Promise<string> => {
    const { MessageId = '' } = await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
    return MessageId;
  };
  /** An order that was answered 202 and has not got further. */
  const accept = async (): Promise<OrderMessage> => {
    const message = messageOf(randomUUID());
    const { paymentMethodId, shippingAddress } = orderOf();
    const { schemaVersion: _, ...order } = message;
    await intake.putIfNew({
      ...order,
      paymentMethodId,
      shippingAddress: shippingAddress as unknown as IntakeRecord['shippingAddress'],
      bodyHash: 'a'.repeat(64),
      enqueuedAt: message.acceptedAt,
    });
    return message;
  };

  return {
    /** Garbage that its consumer buries. */
    async poison(): Promise<void> {
      await send(queues.orders, `not an order at all ${randomUUID()}`);
    },

    /** An accepted order whose message failed three times and was moved away by SQS. @returns its id */
    async transient(cause: Error = new DependencyUnavailableError('Step Functions')): Promise<string> {
      const message = await accept();
      const messageId = await send(queues.orderDeadLetters, JSON.stringify(message));
      for (const attempt of [1, 2, 3]) {
        await failures.record({
          queue: 'orders',
          consumer: 'start-saga',
          messageId,
          orderId: message.orderId,
          ...describeFailure(cause),
          attempt,
          at: new Date(Date.now() + attempt).toISOString(),
        });
      }
      return message.orderId;
    },

    /** A copy of the message of an order that is final by now. @returns its id, once it is placed */
    async finished(): Promise<{ readonly orderId: string; readonly bury: () => Promise<void> }> {
      const key = randomUUID();
      const { orderId = '' } = await eventually(
        () => shop.place(orderOf({ lines: [{ sku: SKU, quantity: 1 }] }), key),
        ({ status }) => status === 202,
      );
      return {
        orderId,
        bury: async () => {
          await send(queues.orderDeadLetters, JSON.stringify(messageOf(orderId)));
        },
      };
    },

    /** An accepted order in a version that was never released, which its consumer buries. @returns the repaired one */
    async oldVersion(): Promise<OrderMessage> {
      const message = await accept();
      await send(queues.orders, JSON.stringify({ ...message, schemaVersion: 0 }));
      return message;
    },
  };
}

/** There is enough of it for every letter. */
const SKU = 'TEA-ASSAM-250';
