import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { OrderDatabase } from '../constructs/database-access';
import { DeliveriesTable } from '../constructs/deliveries-table';
import { FailureRecordsTable } from '../constructs/failure-records-table';
import { IdempotencyTable } from '../constructs/idempotency-table';
import { IntakeTable } from '../constructs/intake-table';
import { localDatabase } from '../constructs/local-database';
import { OrderEventBus } from '../constructs/order-event-bus';
import { AlarmTopic } from '../constructs/order-observability/alarm-topic';
import { type OutsideServices, outsideServices } from '../constructs/outside-services';
import { PooledDatabase } from '../constructs/pooled-database';
import { RedrivableQueue } from '../constructs/redrivable-queue';
import { WebhookEndpoints } from '../constructs/webhook-endpoints';
import type { Stage } from '../stage';

export interface OrderDataStackProps extends StackProps {
  readonly stage: Stage;
}

/** Time-out of the function that starts sagas. Here, since the queue that it consumes hides messages by it. */
export const START_SAGA_TIMEOUT = Duration.seconds(30);

/** The same for the function that settles payments. Several calls of the provider and of Postgres, one after another. */
export const SETTLE_PAYMENT_TIMEOUT = Duration.seconds(60);

/**
 * The same for the function that sends webhooks: one delivery, which ends after 15 s, and what is read and written of it.
 * Shorter than its claim on the delivery (`CLAIM_LEASE_MS`).
 */
export const DELIVER_WEBHOOK_TIMEOUT = Duration.seconds(45);

/**
 * How often an event of the payment provider is tried, with the waits of `settlePaymentRetry` in between: for an hour in
 * all, so that an outage of the provider or of Postgres does not fill the dead letters.
 */
const PAYMENT_EVENT_RECEIVES = 6;

/** What must survive: accepted orders, orders and events that wait, the books, and the keys of outside services. */
export class OrderDataStack extends Stack {
  readonly intake: IntakeTable;
  readonly idempotency: IdempotencyTable;
  readonly orders: RedrivableQueue;
  /** Events of the payment provider: it does not send again what was acknowledged. */
  readonly paymentEvents: RedrivableQueue;
  /** Here, since its archive must survive. */
  readonly events: OrderEventBus;
  readonly failures: FailureRecordsTable;
  readonly endpoints: WebhookEndpoints;
  /** Deliveries to endpoints: a message for each event and endpoint. */
  readonly webhooks: RedrivableQueue;
  readonly deliveries: DeliveriesTable;
  readonly database: OrderDatabase;
  readonly services: OutsideServices;
  /** Where alarms are told. Here, so that subscriptions survive. Not on the local cloud. */
  readonly alarms: Topic | undefined;

  constructor(scope: Construct, id: string, { stage, ...props }: OrderDataStackProps) {
    super(scope, id, props);

    this.intake = new IntakeTable(this, 'Intake', { stage });
    this.idempotency = new IdempotencyTable(this, 'Idempotency');
    const removalPolicy = stage.kind === 'cloud' && stage.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.orders = new RedrivableQueue(this, 'Orders', {
      consumerTimeout: START_SAGA_TIMEOUT,
      removalPolicy,
      meaning: {
        waiting: 'accepted orders',
        customers: 'their orders stay at RECEIVED; no money is taken',
      },
    });
    this.paymentEvents = new RedrivableQueue(this, 'PaymentEvents', {
      consumerTimeout: SETTLE_PAYMENT_TIMEOUT,
      maxReceiveCount: PAYMENT_EVENT_RECEIVES,
      maxAge: Duration.minutes(90),
      meaning: {
        waiting: 'events of the payment provider',
        customers: 'money that was taken too late, or a refund that failed, is not put right',
      },
      removalPolicy,
    });
    this.events = new OrderEventBus(this, 'Events', { stage });
    this.failures = new FailureRecordsTable(this, 'FailureRecords', { stage });
    this.endpoints = new WebhookEndpoints(this, 'WebhookEndpoints', { stage });
    this.webhooks = new RedrivableQueue(this, 'Webhooks', {
      consumerTimeout: DELIVER_WEBHOOK_TIMEOUT,
      // What waits for its next attempt is sent again every 15 minutes, which makes it young again.
      maxAge: Duration.hours(1),
      meaning: {
        waiting: 'deliveries to endpoints of merchants',
        customers: 'nothing; some merchants do not hear of what happens to their orders',
      },
      removalPolicy,
    });
    this.deliveries = new DeliveriesTable(this, 'Deliveries');
    this.database = stage.kind === 'local' ? localDatabase(stage) : new PooledDatabase(this, 'Database', { stage });
    this.services = outsideServices(this, stage);

    if (stage.kind === 'cloud') {
      this.alarms = new AlarmTopic(this, 'Alarms', { subscribers: stage.alarmSubscribers ?? [] }).topic;
      new CfnOutput(this, 'AlarmTopicArn', { value: this.alarms.topicArn });
    }

    new CfnOutput(this, 'IntakeTableName', { value: this.intake.table.tableName });
    new CfnOutput(this, 'FailureRecordsTableName', { value: this.failures.table.tableName });
    new CfnOutput(this, 'EventBusName', { value: this.events.bus.eventBusName });
    new CfnOutput(this, 'DeliveriesTableName', { value: this.deliveries.table.tableName });
    new CfnOutput(this, 'WebhookEndpointsTableName', { value: this.endpoints.table.tableName });
    new CfnOutput(this, 'WebhookQueueUrl', { value: this.webhooks.queue.queueUrl });
    new CfnOutput(this, 'WebhookDeadLettersUrl', { value: this.webhooks.deadLetters.queueUrl });
    new CfnOutput(this, 'OrderQueueUrl', { value: this.orders.queue.queueUrl });
    new CfnOutput(this, 'OrderDeadLettersUrl', { value: this.orders.deadLetters.queueUrl });
    new CfnOutput(this, 'PaymentEventQueueUrl', { value: this.paymentEvents.queue.queueUrl });
    new CfnOutput(this, 'PaymentEventDeadLettersUrl', { value: this.paymentEvents.deadLetters.queueUrl });
  }
}
