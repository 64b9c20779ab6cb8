import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Stage } from '../stage';

export interface FailureRecordsTableProps {
  readonly stage: Stage;
}

/**
 * Why receives of messages failed, and what operators did about it, until it expires. Partitions begin with `failure#`,
 * `action#` or `refund#`; `lambdas/persistence/dynamodb/failure-record-item.ts` has the form of the items.
 */
export class FailureRecordsTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { stage }: FailureRecordsTableProps) {
    super(scope, id);
    const isProduction = stage.kind === 'cloud' && stage.production;

    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'subject', type: AttributeType.STRING },
      sortKey: { name: 'moment', type: AttributeType.STRING },
      timeToLiveAttribute: 'expiresAt',
      globalSecondaryIndexes: [
        {
          // What operators did, in the order of time: only their records have the attribute.
          indexName: 'actions',
          partitionKey: { name: 'recorded', type: AttributeType.STRING },
          sortKey: { name: 'moment', type: AttributeType.STRING },
          projectionType: ProjectionType.ALL,
        },
      ],
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // Archived messages are here and nowhere else.
      deletionProtection: isProduction,
      removalPolicy: isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }

  /** Writing down failures: neither reading them, nor touching what operators did. */
  grantRecord(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:PutItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['failure#*'] } },
      }),
    );
  }

  /** Writing down that somebody refunded at the provider. */
  grantRecordRefunds(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:PutItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['refund#*'] } },
      }),
    );
  }

  /** Reading all of it, and writing down what operators do: never a failure. */
  grantOperate(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [this.table.tableArn] }),
    );
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:PutItem'],
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['action#*'] } },
      }),
    );
  }

  /** What operators did lately, with whatever. */
  grantReadActions(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${this.table.tableArn}/index/actions`] }),
    );
  }

  /** Reading what failed and what was done about it. */
  grantRead(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [this.table.tableArn] }),
    );
  }
}
