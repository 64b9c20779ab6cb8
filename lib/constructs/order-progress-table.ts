import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

/**
 * What one consumer of events keeps of each order, beside the newest event that it has applied. It may be lost: the
 * archive of the bus has every event, to be replayed.
 */
export class OrderProgressTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  letUse(consumer: LambdaFunction): void {
    this.table.grant(consumer, 'dynamodb:GetItem', 'dynamodb:PutItem');
    consumer.addEnvironment('ORDER_PROGRESS_TABLE', this.table.tableName);
  }
}
