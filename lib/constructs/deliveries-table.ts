import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * What was sent to whom outside and what became of it, until it expires, and how far each webhook has come. It may be
 * lost: then what is on its way is sent once more, which receivers tell by its id.
 * `lambdas/persistence/dynamodb/delivery-item.ts` has the form of the items.
 */
export class DeliveriesTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    const sortKey = { name: 'moment', type: AttributeType.STRING };
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'subject', type: AttributeType.STRING },
      sortKey,
      timeToLiveAttribute: 'expiresAt',
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
      globalSecondaryIndexes: ['addressee', 'kind'].map((name) => ({
        indexName: name === 'kind' ? 'by-kind' : 'by-target',
        partitionKey: { name, type: AttributeType.STRING },
        sortKey,
        projectionType: ProjectionType.ALL,
      })),
    });
  }

  /** Writing attempts down, and nothing else: whoever looks at those of an order is granted that, too. */
  grantRecord(grantee: IGrantable): void {
    this.allow(grantee, ['dynamodb:PutItem'], ['order#*', 'delivery-of-none#*']);
  }

  grantReadOfOrder(grantee: IGrantable): void {
    this.allow(grantee, ['dynamodb:Query'], ['order#*']);
  }

  /** The newest of one kind, over all orders: what operators look at. */
  grantReadRecent(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${this.table.tableArn}/index/by-kind`] }),
    );
  }

  /** Moving how far webhooks have come, which nobody else has a business with. */
  grantProgress(grantee: IGrantable): void {
    this.allow(grantee, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], ['progress#*']);
  }

  private allow(grantee: IGrantable, actions: string[], partitions: string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions,
        resources: [this.table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } },
      }),
    );
  }
}
