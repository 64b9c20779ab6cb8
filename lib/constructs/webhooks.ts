import type { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENDPOINT_EVENT_SOURCE } from '../../lambdas/domain/events';
import type { Stage } from '../stage';
import type { CircuitTable } from './circuit-table';
import { circuitVariables } from './circuit-variables';
import type { DeliveriesTable } from './deliveries-table';
import { EventConsumer } from './event-consumer';
import type { FailureRecordsTable } from './failure-records-table';
import type { OrderEventBus } from './order-event-bus';
import { OrderFunction } from './order-function';
import { QueueConsumer } from './queue-consumer';
import type { RedrivableQueue } from './redrivable-queue';
import type { WebhookEndpoints } from './webhook-endpoints';

/**
 * One delivery is worked on by one invocation, so that a slow endpoint makes no other wait in its batch; so many at
 * once. Endpoints that are down are left alone by their circuits, and those that are slow let others pass: the queue is fair.
 */
const DELIVERIES_AT_ONCE = 20;

export interface WebhooksProps {
  readonly stage: Stage;
  readonly events: OrderEventBus;
  readonly endpoints: WebhookEndpoints;
  /** A message for each event and endpoint. */
  readonly queue: RedrivableQueue;
  readonly deliveries: DeliveriesTable;
  readonly circuits: CircuitTable;
  readonly failures: FailureRecordsTable;
  /** Time-out of the function that sends, which `queue` was made for. */
  readonly timeout: Duration;
}

/**
 * Tells merchants what happens to orders, signed by the specification of Standard Webhooks. The function that sends lives
 * outside of the network of the database: what it is told to call is somebody else's choice.
 */
export class Webhooks extends Construct {
  readonly fanOut: EventConsumer;

  constructor(scope: Construct, id: string, props: WebhooksProps) {
    super(scope, id);
    const { stage, events, endpoints, queue, deliveries, circuits, failures, timeout } = props;
    const shared = {
      WEBHOOK_ENDPOINTS_TABLE: endpoints.table.tableName,
      WEBHOOK_QUEUE_URL: queue.queue.queueUrl,
      EVENT_BUS_NAME: events.bus.eventBusName,
    };

    this.fanOut = new EventConsumer(this, 'FanOut', {
      stage,
      name: 'webhook-events',
      events,
      failures,
      handler: 'consumers/fan-out-webhooks',
      description: 'Makes a delivery of each event for each endpoint that asked for it',
      queue: {
        meaning: {
          waiting: 'events that merchants are told of',
          customers: 'nothing; merchants do not hear of what happens to their orders',
          section: 'webhook-events',
        },
      },
      environment: shared,
    });
    endpoints.grantList(this.fanOut.function);
    endpoints.grantNote(this.fanOut.function);
    queue.queue.grant(this.fanOut.function, 'sqs:SendMessage');
    this.letAnnounce(this.fanOut.function, events);

    const deliver = new OrderFunction(this, 'Deliver', {
      stage,
      handler: 'consumers/deliver-webhook',
      description: 'Sends events to endpoints of merchants',
      timeout,
      environment: {
        ...shared,
        WEBHOOK_DEAD_LETTERS_URL: queue.deadLetters.queueUrl,
        WEBHOOK_SECRETS_ARN: endpoints.secrets.secretArn,
        WEBHOOK_TARGETS: webhookTargetsOf(stage),
        DELIVERIES_TABLE: deliveries.table.tableName,
        CIRCUIT_TABLE: circuits.table.tableName,
        ...circuitVariables(stage, 'webhook'),
        DELAY_SCALE: String(stage.delayScale),
      },
    });
    endpoints.grantDeliver(deliver);
    queue.queue.grant(deliver, 'sqs:SendMessage');
    deliveries.grantRecord(deliver);
    deliveries.grantProgress(deliver);
    circuits.grantUseOfEndpoints(deliver);
    this.letAnnounce(deliver, events);
    new QueueConsumer(this, 'Deliveries', {
      from: queue,
      by: deliver,
      failures,
      batchSize: 1,
      maxConcurrency: DELIVERIES_AT_ONCE,
    });
  }

  private letAnnounce(fn: OrderFunction, events: OrderEventBus): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['events:PutEvents'],
        resources: [events.bus.eventBusArn],
        conditions: { StringEquals: { 'events:source': ENDPOINT_EVENT_SOURCE } },
      }),
    );
  }
}

/** Receivers on this machine, without TLS, are for the local cloud and nothing else. */
export const webhookTargetsOf = (stage: Stage): 'public' | 'loopback too' =>
  stage.kind === 'local' ? 'loopback too' : 'public';
