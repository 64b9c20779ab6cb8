import type { MessageKind } from '../../lambdas/contracts/messages';
import type { Endpoints } from '../../localstack/endpoints';

interface QueueNames {
  /** As operators call it. */
  readonly name: string;
  readonly kind: MessageKind;
  /** Outputs of the stacks, and names among the endpoints of the local cloud, that hold the addresses. */
  readonly source: { readonly output: string; readonly endpoint: keyof Endpoints['queues'] };
  readonly deadLetters: { readonly output: string; readonly endpoint: keyof Endpoints['queues'] };
}

/** Every queue of ours. A test holds this list against the queues of the templates: none is without its way back. */
export const OPERATED_QUEUES: readonly QueueNames[] = [
  {
    name: 'orders',
    kind: 'order',
    source: { output: 'OrderQueueUrl', endpoint: 'orders' },
    deadLetters: { output: 'OrderDeadLettersUrl', endpoint: 'orderDeadLetters' },
  },
  {
    name: 'failed-executions',
    kind: 'executionStatus',
    source: { output: 'FailedExecutionsQueueUrl', endpoint: 'failedExecutions' },
    deadLetters: { output: 'FailedExecutionsDeadLettersUrl', endpoint: 'failedExecutionsDeadLetters' },
  },
  {
    name: 'payment-events',
    kind: 'paymentEvent',
    source: { output: 'PaymentEventQueueUrl', endpoint: 'paymentEvents' },
    deadLetters: { output: 'PaymentEventDeadLettersUrl', endpoint: 'paymentEventDeadLetters' },
  },
  {
    name: 'mail-events',
    kind: 'orderEvent',
    source: { output: 'MailEventQueueUrl', endpoint: 'mailEvents' },
    deadLetters: { output: 'MailEventDeadLettersUrl', endpoint: 'mailEventDeadLetters' },
  },
  {
    name: 'webhook-events',
    kind: 'orderEvent',
    source: { output: 'WebhookEventQueueUrl', endpoint: 'webhookEvents' },
    deadLetters: { output: 'WebhookEventDeadLettersUrl', endpoint: 'webhookEventDeadLetters' },
  },
  {
    name: 'webhooks',
    kind: 'webhookDelivery',
    source: { output: 'WebhookQueueUrl', endpoint: 'webhooks' },
    deadLetters: { output: 'WebhookDeadLettersUrl', endpoint: 'webhookDeadLetters' },
  },
];

export interface QueueAddress extends Pick<QueueNames, 'name' | 'kind'> {
  readonly source: string;
  readonly deadLetters: string;
}

export const addressesIn = (endpoints: Endpoints['queues']): readonly QueueAddress[] =>
  OPERATED_QUEUES.map(({ name, kind, source, deadLetters }) => ({
    name,
    kind,
    source: endpoints[source.endpoint],
    deadLetters: endpoints[deadLetters.endpoint],
  }));

export const addressesFrom = (output: (name: string) => string): readonly QueueAddress[] =>
  OPERATED_QUEUES.map(({ name, kind, source, deadLetters }) => ({
    name,
    kind,
    source: output(source.output),
    deadLetters: output(deadLetters.output),
  }));
