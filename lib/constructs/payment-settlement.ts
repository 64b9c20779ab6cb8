import type { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Stage } from '../stage';
import type { CircuitTable } from './circuit-table';
import type { OrderDatabase } from './database-access';
import type { FailureRecordsTable } from './failure-records-table';
import type { OrderEventBus } from './order-event-bus';
import { OrderFunction } from './order-function';
import type { OutsideServices } from './outside-services';
import { QueueConsumer } from './queue-consumer';
import type { RedrivableQueue } from './redrivable-queue';

export interface PaymentSettlementProps {
  readonly stage: Stage;
  readonly paymentEvents: RedrivableQueue;
  readonly database: OrderDatabase;
  readonly services: Pick<OutsideServices, 'payment'>;
  readonly circuits: CircuitTable;
  readonly failures: FailureRecordsTable;
  readonly events: OrderEventBus;
  /** Time-out of the consumer, which `paymentEvents` was made for. */
  readonly timeout: Duration;
}

/** Looks what is behind each event of the payment provider, and gives back what came too late to be kept. */
export class PaymentSettlement extends Construct {
  constructor(scope: Construct, id: string, props: PaymentSettlementProps) {
    super(scope, id);
    const { stage, paymentEvents, database, services, circuits, failures, events, timeout } = props;

    const settlePayment = new OrderFunction(this, 'SettlePayment', {
      stage,
      handler: 'consumers/settle-payment',
      description: "Brings the books in line with the payment provider's",
      timeout,
      database: { from: database, access: 'write' },
      environment: {
        ...services.payment.environment,
        CIRCUIT_TABLE: circuits.table.tableName,
        DELAY_SCALE: String(stage.delayScale),
        PAYMENT_EVENT_QUEUE_URL: paymentEvents.queue.queueUrl,
        PAYMENT_EVENT_DEAD_LETTERS_URL: paymentEvents.deadLetters.queueUrl,
      },
    });
    services.payment.grantUse(settlePayment);
    events.letPublish(settlePayment);
    events.letTellOfCircuits(settlePayment);
    circuits.grantUse(settlePayment, 'payment-provider');
    failures.grantRecordRefunds(settlePayment);
    new QueueConsumer(this, 'Consumer', { from: paymentEvents, by: settlePayment, failures, maxConcurrency: 4 });
  }
}
