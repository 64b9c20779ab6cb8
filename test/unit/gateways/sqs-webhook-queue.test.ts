import type { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createSqsWebhookQueue } from '../../../lambdas/gateways/sqs-webhook-queue';
import { LONGEST_QUEUE_DELAY_SECONDS } from '../../../lambdas/ports/webhook-queue';
import { webhookDelivery } from '../../support/outward/webhook-mother';

function setUp() {
  const sent: SendMessageCommand['input'][] = [];
  const client = { send: async ({ input }: SendMessageCommand) => void sent.push(input) } as unknown as SQSClient;
  return { sent, queue: createSqsWebhookQueue({ client, queueUrl: 'https://sqs/webhooks' }) };
}

describe('The queue of webhooks', () => {
  it('groups deliveries by their endpoint, so that a slow one lets those to others pass', async () => {
    const { sent, queue } = setUp();
    const delivery = webhookDelivery();

    await queue.send(delivery, 0);
    await queue.send({ ...delivery, attempt: 2 }, 60);

    expect(sent.map(({ MessageGroupId }) => MessageGroupId)).toEqual([delivery.endpointId, delivery.endpointId]);
  });

  it.each([
    [0, 0],
    [0.2, 1],
    [901, LONGEST_QUEUE_DELAY_SECONDS],
  ])('delays by whole seconds, for no longer than SQS does: %d s as %d s', async (asked, delayed) => {
    const { sent, queue } = setUp();

    await queue.send(webhookDelivery(), asked);

    expect(sent).toMatchObject([{ DelaySeconds: delayed }]);
  });
});
