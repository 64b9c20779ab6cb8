import { RemovalPolicy, SecretValue } from 'aws-cdk-lib';
import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import type { Stage } from '../stage';

export interface WebhookEndpointsProps {
  readonly stage: Stage;
}

/** Where merchants want to hear of events, and what that is signed with. */
export class WebhookEndpoints extends Construct {
  readonly table: TableV2;
  /** Those of all endpoints: it costs the same for a hundred, and nobody needs leave to make or delete secrets. */
  readonly secrets: Secret;

  constructor(scope: Construct, id: string, { stage }: WebhookEndpointsProps) {
    super(scope, id);
    const isProduction = stage.kind === 'cloud' && stage.production;
    const removalPolicy = isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'endpointId', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isProduction,
      removalPolicy,
    });
    this.secrets = new Secret(this, 'Secrets', {
      description: 'What webhooks are signed with, by endpoint; written by the API alone',
      // No secret yet. A deployment leaves it alone afterwards, since this text does not change.
      secretStringValue: SecretValue.unsafePlainText('{}'),
      removalPolicy,
    });
    acknowledge(this.secrets, {
      'AwsSolutions-SMG4':
        'The secrets in it are rotated one by one, each together with its merchant: POST /webhook-endpoints/{endpointId}/secret.',
    });
  }

  grantRegister(grantee: IGrantable): void {
    const actions = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Scan'];
    this.allow(grantee, actions);
    this.allowSecrets(grantee, ['GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage']);
  }

  grantList(grantee: IGrantable): void {
    this.allow(grantee, ['Scan']);
  }

  /** Reading one endpoint, noting how it is, and signing for it. */
  grantDeliver(grantee: IGrantable): void {
    this.allow(grantee, ['GetItem', 'UpdateItem']);
    this.allowSecrets(grantee, ['GetSecretValue']);
  }

  /** Noting that it was said that an endpoint is disabled. */
  grantNote(grantee: IGrantable): void {
    this.allow(grantee, ['UpdateItem']);
  }

  private allow(grantee: IGrantable, actions: readonly string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: actions.map((name) => `dynamodb:${name}`), resources: [this.table.tableArn] }),
    );
  }

  private allowSecrets(grantee: IGrantable, actions: readonly string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: actions.map((name) => `secretsmanager:${name}`),
        resources: [this.secrets.secretArn],
      }),
    );
  }
}
