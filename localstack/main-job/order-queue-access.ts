import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { OrderMessage } from '../../lambdas/contracts/order-message';
import type { OrderQueueAccess } from './scenarios';

/** Delivers to the order queue what only an accident would. */
export const createOrderQueueAccess = ({
  sqs,
  queueUrl,
  customerId,
}: {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly customerId: string;
}): OrderQueueAccess => {
  const send = async (body: string): Promise<void> => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
  };

  return {
    sendRaw: send,
    async redeliver(orderId, request) {
      const message: OrderMessage = {
        schemaVersion: 1,
        orderId,
        customerId,
        lines: [...request.lines],
        acceptedAt: new Date().toISOString(),
      };
      await send(JSON.stringify(message));
    },
  };
};
