import type { MessageKind } from '../../lambdas/contracts/messages';
import { type ConsumerQueue, consumersIn } from '../../lib/consumer-outputs';
import type { Endpoints } from '../../localstack/endpoints';

interface QueueNames {
  /** As operators call it. */
  readonly name: string;
  readonly kind: MessageKind;
  /** Outputs of the stacks, and names among the endpoints of the local cloud, that hold the addresses. */
  readonly source: { readonly output: string; readonly endpoint: keyof Endpoints['queues'] };
  readonly deadLetters: { readonly output: string; readonly endpoint: keyof Endpoints['queues'] };
}

/**
 * Every queue of ours but those of consumers of events, which are found by the outputs of the stacks. A test holds both
 * against the queues of the templates: none is without its way back.
 */
const OPERATED_QUEUES: readonly QueueNames[] = [
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

/** Of the local cloud. */
export const addressesIn = ({
  queues,
  consumers,
}: Pick<Endpoints, 'queues' | 'consumers'>): readonly QueueAddress[] => [
  ...OPERATED_QUEUES.map(({ name, kind, source, deadLetters }) => ({
    name,
    kind,
    source: queues[source.endpoint],
    deadLetters: queues[deadLetters.endpoint],
  })),
  ...consumers.map(ofConsumer),
];

/** @param output as `outputs` has it, or an error that says what to do about a missing one */
export const addressesFrom = (
  outputs: Readonly<Partial<Record<string, string>>>,
  output: (name: string) => string,
): readonly QueueAddress[] => [
  ...OPERATED_QUEUES.map(({ name, kind, source, deadLetters }) => ({
    name,
    kind,
    source: output(source.output),
    deadLetters: output(deadLetters.output),
  })),
  ...consumersIn(outputs).map(ofConsumer),
];

const ofConsumer = (consumer: ConsumerQueue): QueueAddress => ({ ...consumer, kind: 'orderEvent' });
