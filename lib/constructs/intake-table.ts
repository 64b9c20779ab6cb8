import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Stage } from '../stage';

/** Orders that no saga has been started for. Sparse: the attribute `notStarted` is removed at the start. */
export const NOT_STARTED_INDEX = 'not-started';

export interface IntakeTableProps {
  readonly stage: Stage;
}

/**
 * The accepted orders as the customer sent them, and the only place that holds personal data. In AWS it outlives
 * its stack, can be restored to any second of 35 days, and every use of its key is on record.
 */
export class IntakeTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string, { stage }: IntakeTableProps) {
    super(scope, id);
    const inCloud = stage.kind === 'cloud';

    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: inCloud ? TableEncryptionV2.awsManagedKey() : TableEncryptionV2.dynamoOwnedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: inCloud,
      removalPolicy: inCloud ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      globalSecondaryIndexes: [
        {
          indexName: NOT_STARTED_INDEX,
          partitionKey: { name: 'notStarted', type: AttributeType.STRING },
          sortKey: { name: 'acceptedAt', type: AttributeType.STRING },
          // What a message needs. Nothing personal: the sweeper that reads the index has no business with it.
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: ['customerId', 'lines', 'expectedTotal', 'traceHeader', 'enqueuedAt', 'startedAt'],
        },
      ],
    });
  }

  grantAccept(grantee: IGrantable): void {
    this.allow(grantee, ['dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem']);
  }

  grantRead(grantee: IGrantable): void {
    this.allow(grantee, ['dynamodb:GetItem']);
  }

  /**
   * Reading the named attributes of one item and nothing else of it: a step that needs the address has no
   * business with the payment method.
   */
  grantReadAttributes(grantee: IGrantable, attributes: readonly string[]): void {
    this.allow(grantee, ['dynamodb:GetItem'], {
      conditions: {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['orderId', ...attributes] },
        // A request that names no attributes asks for all of them, and would pass the condition above.
        Null: { 'dynamodb:Attributes': 'false' },
        StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    });
  }

  grantMark(grantee: IGrantable): void {
    this.allow(grantee, ['dynamodb:UpdateItem']);
  }

  grantSweep(grantee: IGrantable): void {
    this.grantMark(grantee);
    this.grantFindNotStarted(grantee);
  }

  grantFindNotStarted(grantee: IGrantable): void {
    this.allow(grantee, ['dynamodb:Query'], { resources: [`${this.table.tableArn}/index/${NOT_STARTED_INDEX}`] });
  }

  /** Not the table's own `grant`, which adds every index to every permission. */
  private allow(grantee: IGrantable, actions: string[], narrower: Partial<PolicyStatementProps> = {}): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions, resources: [this.table.tableArn], ...narrower }),
    );
  }
}
