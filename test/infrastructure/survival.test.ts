import { Match, type Template } from 'aws-cdk-lib/assertions';
import { composeStacks } from '../../lib/stacks/compose-stacks';
import { appWithoutCode, cloudStage, resourcesOf, synthesize } from './stages';

/** Whatever an order could be lost with. */
const STATEFUL = /^AWS::(DynamoDB|RDS::DBCluster$|SQS::Queue$)/;

const deletionPolicies = (template: Template): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(template.toJSON()['Resources'] as Record<string, { Type: string; DeletionPolicy?: string }>)
      .filter(([, { Type }]) => STATEFUL.test(Type))
      .map(([logicalId, { DeletionPolicy }]) => [logicalId, DeletionPolicy]),
  );

describe('Production', () => {
  const { data, workflow } = composeStacks(appWithoutCode(), cloudStage({ production: true }));
  const { data: template } = synthesize(cloudStage({ production: true }));

  it('protects the stack that must survive, and not the one that may be replaced', () => {
    expect(data.terminationProtection).toBe(true);
    expect(workflow.terminationProtection).toBe(false);
  });

  it('keeps orders, the books, and what waits to be settled or told when the stack goes', () => {
    const kept = Object.entries(deletionPolicies(template))
      .filter(([, policy]) => policy === 'Retain')
      .map(([logicalId]) => logicalId.replace(/[0-9A-F]{8}$/, ''));

    expect(kept.sort()).toEqual([
      'DatabaseCluster',
      'FailureRecordsTable',
      'IntakeTable',
      'OrdersDeadLetters',
      'OrdersQueue',
      'PaymentEventsDeadLetters',
      'PaymentEventsQueue',
      'WebhookEndpointsTable',
      'WebhooksDeadLetters',
      'WebhooksQueue',
    ]);
  });

  it('protects the books from deletion and remembers them for five weeks', () => {
    template.hasResourceProperties('AWS::RDS::DBCluster', { DeletionProtection: true, BackupRetentionPeriod: 35 });
  });
});

describe('Intake table', () => {
  const { data } = synthesize(cloudStage());
  const [table] = resourcesOf('AWS::DynamoDB::GlobalTable', data).filter(
    ({ Properties }) => Properties.AttributeDefinitions[0].AttributeName === 'orderId',
  );

  it('is kept, protected, encrypted under a key whose use is on record, and can be restored', () => {
    expect(table?.DeletionPolicy).toBe('Retain');
    expect(table?.Properties).toMatchObject({
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [
        { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      ],
    });
  });

  it('finds orders that were not started without showing anything personal', () => {
    const [index] = table?.Properties.GlobalSecondaryIndexes ?? [];

    expect(index).toMatchObject({
      IndexName: 'not-started',
      KeySchema: [
        { AttributeName: 'notStarted', KeyType: 'HASH' },
        { AttributeName: 'acceptedAt', KeyType: 'RANGE' },
      ],
    });
    expect(index.Projection.NonKeyAttributes).not.toContain('shippingAddress');
    expect(index.Projection.NonKeyAttributes).not.toContain('paymentMethodId');
    expect(index.Projection.NonKeyAttributes).not.toContain('email');
  });
});

describe('Database', () => {
  const { data, workflow } = synthesize(cloudStage());

  it('has a writer and a reader, encrypted, with logins by IAM and an owner whose password rotates', () => {
    data.hasResourceProperties('AWS::RDS::DBCluster', {
      Engine: 'aurora-postgresql',
      EngineVersion: Match.stringLikeRegexp('^17\\.'),
      StorageEncrypted: true,
      EnableIAMDatabaseAuthentication: true,
      ManageMasterUserPassword: true,
      MasterUserPassword: Match.absent(),
    });
    expect(resourcesOf('AWS::RDS::DBInstance', data).map(({ Properties }) => Properties.DBInstanceClass)).toEqual([
      'db.serverless',
      'db.serverless',
    ]);
  });

  it('is pooled by a proxy that wants TLS and IAM, with an endpoint of its own for reads', () => {
    data.hasResourceProperties('AWS::RDS::DBProxy', { RequireTLS: true, DefaultAuthScheme: 'IAM_AUTH' });
    data.hasResourceProperties('AWS::RDS::DBProxyEndpoint', { TargetRole: 'READ_ONLY' });
  });

  it('lets the pool log in as the functions’ own user, and as nobody else', () => {
    const [policy] = resourcesOf('AWS::IAM::Policy', data).filter(({ logicalId }) => logicalId.includes('ProxyRole'));
    const statements = policy?.Properties.PolicyDocument.Statement;

    expect(statements).toMatchObject([{ Action: 'rds-db:connect', Effect: 'Allow' }]);
    expect(JSON.stringify(statements[0].Resource)).toMatch(/DBClusterResourceId.*\/order_workflow"/);
  });

  it('lives where nothing leads in or out', () => {
    const [group] = resourcesOf('AWS::RDS::DBSubnetGroup', data);
    const isolated = resourcesOf('AWS::EC2::Subnet', data)
      .filter(({ Properties }) => Properties.Tags.some(({ Value }: { Value: string }) => Value === 'Isolated'))
      .map(({ logicalId }) => logicalId);

    expect(group?.Properties.SubnetIds.map(({ Ref }: { Ref: string }) => Ref).sort()).toEqual(isolated.sort());
  });

  it('is open to security groups, each named, and to no address', () => {
    const rules = [
      ...resourcesOf('AWS::EC2::SecurityGroupIngress', data, workflow).map(({ Properties }) => Properties),
      ...resourcesOf('AWS::EC2::SecurityGroup', data, workflow).flatMap(
        ({ Properties }) => Properties.SecurityGroupIngress ?? [],
      ),
    ];

    expect(rules.length).toBeGreaterThan(10);
    expect(rules.filter(({ CidrIp, CidrIpv6 }) => CidrIp !== undefined || CidrIpv6 !== undefined)).toEqual([]);
    expect(rules.filter(({ SourceSecurityGroupId }) => SourceSecurityGroupId === undefined)).toEqual([]);
    expect(
      rules.filter(({ FromPort, ToPort }) => FromPort !== 5432 || ToPort !== 5432).map(({ FromPort }) => FromPort),
    ).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^DatabaseCluster/), 'Endpoint.Port'] }]); // the pool's own way in
  });

  it('is migrated on every deployment, before any function of the workflow is deployed', () => {
    data.resourceCountIs('Custom::Trigger', 1);
    const [trigger] = resourcesOf('Custom::Trigger', data);
    const { DependsOn } = Object.values(data.findResources('Custom::Trigger'))[0] as { DependsOn: string[] };
    const ways = resourcesOf('AWS::EC2::SecurityGroupIngress', data).map(({ logicalId }) => logicalId);

    expect(JSON.stringify(trigger?.Properties.HandlerArn)).toContain('DatabaseMigrationsMigrate');
    expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^DatabaseClusterWriter/), ...ways]));
  });
});

describe('Network', () => {
  const { data } = synthesize(cloudStage());

  it('records its traffic, and reaches tables without leaving AWS', () => {
    data.resourceCountIs('AWS::EC2::FlowLog', 1);
    const services = resourcesOf('AWS::EC2::VPCEndpoint', data).map(({ Properties }) =>
      JSON.stringify(Properties.ServiceName),
    );

    expect(services.some((name) => name.includes('dynamodb'))).toBe(true);
    expect(services.some((name) => name.includes('s3'))).toBe(true);
  });

  it.each([
    ['each zone, in production,', true],
    ['all zones together, in development,', false],
  ])('has one way out for %s', (_, production) => {
    const { data: stack } = synthesize(cloudStage({ production, account: '111111111111', region: 'eu-central-1' }));
    const zoneOf = (subnet: string): unknown =>
      resourcesOf('AWS::EC2::Subnet', stack).find(({ logicalId }) => logicalId === subnet)?.Properties.AvailabilityZone;
    const gateways = new Map(
      resourcesOf('AWS::EC2::NatGateway', stack).map(({ logicalId, Properties }) => [
        logicalId,
        zoneOf(Properties.SubnetId.Ref),
      ]),
    );
    const associations = resourcesOf('AWS::EC2::SubnetRouteTableAssociation', stack);
    const ways = resourcesOf('AWS::EC2::Route', stack)
      .filter(({ Properties }) => Properties.NatGatewayId !== undefined)
      .map(({ Properties }) => ({
        from: zoneOf(
          associations.find((one) => one.Properties.RouteTableId.Ref === Properties.RouteTableId.Ref)?.Properties
            .SubnetId.Ref,
        ),
        through: gateways.get(Properties.NatGatewayId.Ref),
      }));

    expect(new Set(ways.map(({ from }) => JSON.stringify(from))).size).toBeGreaterThan(1);
    if (production) {
      expect(ways.filter(({ from, through }) => JSON.stringify(from) !== JSON.stringify(through))).toEqual([]);
    } else {
      expect(gateways.size).toBe(1);
    }
  });

  it('gives nothing an address that the internet could reach', () => {
    expect(
      resourcesOf('AWS::EC2::Subnet', data).filter(({ Properties }) => Properties.MapPublicIpOnLaunch === true),
    ).toEqual([]);
    expect(
      resourcesOf('AWS::RDS::DBInstance', data).filter(({ Properties }) => Properties.PubliclyAccessible !== false),
    ).toEqual([]);
  });
});
