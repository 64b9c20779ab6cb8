import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** Which circuit a function may read and move: the names that `circuit-settings.ts` of the gateways gives them. */
export type CircuitName = 'payment-provider' | 'carrier';

/**
 * The circuits of the outside services, one item each. It may be lost: calls then go through, and whether a service is
 * down is found out anew within five of them.
 */
export class CircuitTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'dependency', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** Reading all circuits, and moving none. */
  grantReadAll(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['dynamodb:Scan'], resources: [this.table.tableArn] }),
    );
  }

  /** Reading and moving one circuit: whoever charges cards has no business with the carrier's. */
  grantUse(grantee: IGrantable, circuit: CircuitName): void {
    this.allow(grantee, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [circuit] } });
  }

  /** The same for the circuits of webhook endpoints, which are registered while the system runs. */
  grantUseOfEndpoints(grantee: IGrantable): void {
    this.allow(grantee, { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['webhook-*'] } });
  }

  /** Showing how they are. */
  grantRead(grantee: IGrantable): void {
    this.allow(grantee, undefined, ['dynamodb:GetItem']);
  }

  private allow(
    grantee: IGrantable,
    conditions: PolicyStatementProps['conditions'],
    actions = ['dynamodb:GetItem', 'dynamodb:PutItem'],
  ): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions,
        resources: [this.table.tableArn],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
  }
}
