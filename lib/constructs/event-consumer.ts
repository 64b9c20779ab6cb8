import path from 'node:path';
import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { EVENT_SOURCE, type OrderEventType } from '../../lambdas/domain/events';
import { consumerOutputs } from '../consumer-outputs';
import type { Stage } from '../stage';
import type { FailureRecordsTable } from './failure-records-table';
import type { OrderEventBus } from './order-event-bus';
import { OrderFunction, type OrderFunctionProps } from './order-function';
import { QueueConsumer } from './queue-consumer';
import { RedrivableQueue, type RedrivableQueueProps } from './redrivable-queue';

/** How long EventBridge tries to reach a queue that does not answer, before the event becomes a dead letter. */
const DELIVERED_WITHIN = Duration.hours(24);
const DELIVERY_ATTEMPTS = 185;

export interface EventConsumerProps
  extends Pick<OrderFunctionProps, 'handler' | 'description' | 'memorySize' | 'database' | 'environment'> {
  readonly stage: Stage;
  /**
   * As operators call its queue: they find it by this name on the command line and in the console.
   * @default - the name of the handler: `consumers/keep-summaries` is `keep-summaries`
   */
  readonly name?: string;
  readonly events: OrderEventBus;
  /**
   * Which events the consumer is told of.
   * @default - all
   */
  readonly types?: readonly OrderEventType[];
  readonly failures: FailureRecordsTable;
  /**
   * Of the function, for a batch.
   * @default Duration.seconds(30)
   */
  readonly timeout?: Duration;
  /** @default - that of `RedrivableQueue`: three receives, four days; its alarms lead to the runbook of all consumers */
  readonly queue?: Pick<RedrivableQueueProps, 'maxReceiveCount' | 'retention' | 'maxAge' | 'meaning'>;
  /** @default 10 */
  readonly batchSize?: number;
  /** @default 10 */
  readonly maxConcurrency?: number;
}

/**
 * Somebody who wants to know what happens to orders: a rule on the bus, a queue of its own with dead letters, alarms and
 * a way back, and the function that reads it. Operators find it by two outputs of the stack, so it needs to be listed
 * nowhere. What this consumer cannot handle holds up no other. A message holds the event and nothing around it.
 */
export class EventConsumer extends Construct {
  /** As operators call it. */
  readonly name: string;
  readonly queue: RedrivableQueue;
  readonly function: OrderFunction;

  constructor(scope: Construct, id: string, props: EventConsumerProps) {
    super(scope, id);
    this.name = props.name ?? path.basename(props.handler);
    const { stage, events, types, failures, timeout = Duration.seconds(30), batchSize, maxConcurrency } = props;

    this.queue = new RedrivableQueue(this, 'Events', {
      consumerTimeout: timeout,
      name: this.name,
      meaning: meaningOf(this.name, props.description),
      ...props.queue,
    });
    this.function = new OrderFunction(this, 'Function', {
      stage,
      handler: props.handler,
      description: props.description,
      timeout,
      ...(props.memorySize === undefined ? {} : { memorySize: props.memorySize }),
      ...(props.database === undefined ? {} : { database: props.database }),
      environment: {
        ...props.environment,
        DELAY_SCALE: String(stage.delayScale),
        EVENT_QUEUE_URL: this.queue.queue.queueUrl,
        EVENT_DEAD_LETTERS_URL: this.queue.deadLetters.queueUrl,
      },
    });
    new QueueConsumer(this, 'Consumer', {
      from: this.queue,
      by: this.function,
      failures,
      ...(batchSize === undefined ? {} : { batchSize }),
      ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    });

    const { source, deadLetters } = consumerOutputs(this.name);
    new CfnOutput(this, 'QueueUrl', { value: this.queue.queue.queueUrl }).overrideLogicalId(source);
    new CfnOutput(this, 'DeadLettersUrl', { value: this.queue.deadLetters.queueUrl }).overrideLogicalId(deadLetters);

    new Rule(this, 'Rule', {
      description: `Events of orders for: ${props.description}`,
      eventBus: events.bus,
      eventPattern: { source: [EVENT_SOURCE], ...(types === undefined ? {} : { detailType: [...types] }) },
      targets: [
        new SqsQueue(this.queue.queue, {
          message: RuleTargetInput.fromEventPath('$.detail'),
          deadLetterQueue: this.queue.deadLetters,
          maxEventAge: DELIVERED_WITHIN,
          retryAttempts: DELIVERY_ATTEMPTS,
        }),
      ],
    });
  }
}

/** What is true of every consumer: it stands beside the orders, and holds up none. */
const meaningOf = (name: string, description: string) => ({
  waiting: `events of orders for ${name} (${description})`,
  customers: 'nothing of their orders; what this consumer makes of them is late or missing',
  section: 'consumers-of-events',
});
