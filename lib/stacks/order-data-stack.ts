import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { OrderDatabase } from '../constructs/database-access';
import { FailureRecordsTable } from '../constructs/failure-records-table';
import { IdempotencyTable } from '../constructs/idempotency-table';
import { IntakeTable } from '../constructs/intake-table';
import { localDatabase } from '../constructs/local-database';
import { type OutsideServices, outsideServices } from '../constructs/outside-services';
import { PooledDatabase } from '../constructs/pooled-database';
import { RedrivableQueue } from '../constructs/redrivable-queue';
import type { Stage } from '../stage';

export interface OrderDataStackProps extends StackProps {
  readonly stage: Stage;
}

/** Time-out of the function that starts sagas. Here, since the queue that it consumes hides messages by it. */
export const START_SAGA_TIMEOUT = Duration.seconds(30);

/** What must survive: accepted orders, orders that wait, the books, and the keys of outside services. */
export class OrderDataStack extends Stack {
  readonly intake: IntakeTable;
  readonly idempotency: IdempotencyTable;
  readonly orders: RedrivableQueue;
  readonly failures: FailureRecordsTable;
  readonly database: OrderDatabase;
  readonly services: OutsideServices;

  constructor(scope: Construct, id: string, { stage, ...props }: OrderDataStackProps) {
    super(scope, id, props);

    this.intake = new IntakeTable(this, 'Intake', { stage });
    this.idempotency = new IdempotencyTable(this, 'Idempotency');
    this.orders = new RedrivableQueue(this, 'Orders', {
      consumerTimeout: START_SAGA_TIMEOUT,
      removalPolicy: stage.kind === 'cloud' && stage.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.failures = new FailureRecordsTable(this, 'FailureRecords', { stage });
    this.database = stage.kind === 'local' ? localDatabase(stage) : new PooledDatabase(this, 'Database', { stage });
    this.services = outsideServices(this, stage);

    new CfnOutput(this, 'IntakeTableName', { value: this.intake.table.tableName });
    new CfnOutput(this, 'FailureRecordsTableName', { value: this.failures.table.tableName });
    new CfnOutput(this, 'OrderQueueUrl', { value: this.orders.queue.queueUrl });
    new CfnOutput(this, 'OrderDeadLettersUrl', { value: this.orders.deadLetters.queueUrl });
  }
}
