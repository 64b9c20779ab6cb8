import { Template } from 'aws-cdk-lib/assertions';
import { type IVpc, Peer, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { DatabaseCluster, DatabaseProxy } from 'aws-cdk-lib/aws-rds';
import { POSTGRES_BOUNDS, SERVER_DEADLINES } from '../../lambdas/persistence/postgres/bounds';
import { READ_BOUNDS } from '../../lambdas/persistence/read-your-writes';
import { composeStacks } from '../../lib/stacks/compose-stacks';
import { appWithoutCode, cloudStage, resourcesOf, synthesize } from './stages';

/** What is left for a commit after its statement, and for two clocks that do not agree. */
const CLOCKS_AND_COMMIT_MS = 1_000;

const CLUSTER = /ClusterGroup/;
const POOL = /ProxyGroup/;

interface WayIn {
  readonly into: string;
  readonly from: string;
}

/** Each rule that opens a security group, those that stand in the group itself and those that are resources of their own. */
const waysIn = (...templates: readonly Template[]): readonly WayIn[] => [
  ...resourcesOf('AWS::EC2::SecurityGroup', ...templates).flatMap(({ logicalId, Properties }) =>
    (Properties.SecurityGroupIngress ?? []).map((rule: object) => ({ into: logicalId, from: sourceOf(rule) })),
  ),
  ...resourcesOf('AWS::EC2::SecurityGroupIngress', ...templates).map(({ Properties }) => ({
    into: JSON.stringify(Properties.GroupId),
    from: sourceOf(Properties),
  })),
];

const sourceOf = ({ SourceSecurityGroupId: group, ...rule }: { readonly SourceSecurityGroupId?: unknown }): string =>
  group === undefined ? JSON.stringify(rule) : `group ${JSON.stringify(group)}`;

/** Whose group it is, by the names of the constructs. */
const nameOf = (from: string): string => {
  const known = { Pool: POOL, Migrations: /Migrat/, Functions: /Network/ };
  return Object.entries(known).find(([, name]) => from.startsWith('group ') && name.test(from))?.[0] ?? from;
};

describe('The ways into a database', () => {
  it('are all seen: those that a rule opens to addresses, to a list of them, and to a group that has no business there', () => {
    const { data } = composeStacks(appWithoutCode(), cloudStage());
    const constructs = data.node.findAll();
    const [cluster] = constructs.filter((construct) => construct instanceof DatabaseCluster);
    const [pool] = constructs.filter((construct) => construct instanceof DatabaseProxy);
    const [vpc] = constructs.filter((construct) => construct instanceof Vpc);
    const stranger = new SecurityGroup(data, 'Stranger', { vpc: vpc as IVpc });

    // CDK writes into the group itself what it knows by number, and makes a resource of the rest.
    cluster?.connections.allowFrom(Peer.ipv4('203.0.113.0/24'), Port.tcp(5432));
    for (const peer of [Peer.ipv4('10.40.0.0/16'), Peer.prefixList('pl-1'), stranger]) {
      cluster?.connections.allowDefaultPortFrom(peer);
    }
    pool?.connections.allowFrom(Peer.ipv6('2001:db8::/32'), Port.tcp(5432));

    const ways = waysIn(Template.fromStack(data));
    const intoCluster = ways.filter(({ into }) => CLUSTER.test(into)).map(({ from }) => nameOf(from));
    const expected = ['10.40.0.0/16', '203.0.113.0/24', 'pl-1', 'Stranger', 'Migrations', 'Pool'];
    expect(intoCluster).toHaveLength(expected.length);
    expect(intoCluster).toEqual(expect.arrayContaining(expected.map((part) => expect.stringContaining(part))));
    expect(ways.filter(({ into }) => POOL.test(into)).map(({ from }) => nameOf(from))).toContainEqual(
      expect.stringContaining('2001:db8::/32'),
    );
  });
});

describe.each([
  ['in development', false],
  ['in production', true],
])('The pooled database, %s', (_, production) => {
  const { data, workflow } = synthesize(cloudStage({ production }));
  const [cluster] = resourcesOf('AWS::RDS::DBCluster', data);
  const [proxy] = resourcesOf('AWS::RDS::DBProxy', data);
  const ownerSecret = { 'Fn::GetAtt': [cluster?.logicalId, 'MasterUserSecret.SecretArn'] };

  it('encrypts what it stores, and makes tokens of IAM the way in', () => {
    expect(cluster?.Properties).toMatchObject({ StorageEncrypted: true, EnableIAMDatabaseAuthentication: true });
    expect(cluster?.Properties.ManageMasterUserPassword).toBe(true);
  });

  it('lets nobody through its pool without TLS and a token', () => {
    expect(proxy?.Properties).toMatchObject({ RequireTLS: true, DefaultAuthScheme: 'IAM_AUTH' });
  });

  it('wants TLS of migrations and operators too, who do not come through the pool', () => {
    const [parameters] = resourcesOf('AWS::RDS::DBClusterParameterGroup', data);

    expect(cluster?.Properties.DBClusterParameterGroupName).toEqual({ Ref: parameters?.logicalId });
    expect(parameters?.Properties.Parameters).toMatchObject({ 'rds.force_ssl': '1' });
  });

  it('has a reader beside its writer, both of which grow with the load', () => {
    const instances = resourcesOf('AWS::RDS::DBInstance', data);
    const { MinCapacity, MaxCapacity } = cluster?.Properties.ServerlessV2ScalingConfiguration ?? {};

    expect(instances.map(({ Properties }) => Properties.DBInstanceClass)).toEqual(['db.serverless', 'db.serverless']);
    expect(MaxCapacity).toBeGreaterThan(MinCapacity);
  });

  it('takes SQL of operators by an API that asks IAM, and says where', () => {
    expect(cluster?.Properties.EnableHttpEndpoint).toBe(true);
    expect(data.findOutputs('DatabaseClusterArn')).toMatchObject({
      DatabaseClusterArn: {
        Value: { 'Fn::Join': [expect.anything(), expect.arrayContaining([{ Ref: cluster?.logicalId }])] },
      },
    });
    expect(data.findOutputs('DatabaseOwnerSecretArn')).toMatchObject({
      DatabaseOwnerSecretArn: { Value: ownerSecret },
    });
  });

  it('lets no role of ours use that API, and migrations alone read the password of the owner', () => {
    const roles = resourcesOf('AWS::IAM::Role', data, workflow);
    const policies = resourcesOf('AWS::IAM::Policy', data, workflow);
    const managed = JSON.stringify(roles.map(({ Properties }) => Properties.ManagedPolicyArns ?? []));
    const actions = [
      ...policies.map(({ Properties }) => Properties.PolicyDocument),
      ...roles.flatMap(({ Properties }) => Properties.Policies ?? []).map(({ PolicyDocument }) => PolicyDocument),
    ].flatMap(({ Statement }) => Statement.flatMap(({ Action }: { Action: string | string[] }) => Action));
    const readers = policies.filter(({ Properties }) =>
      JSON.stringify(Properties.PolicyDocument).includes(JSON.stringify(ownerSecret)),
    );

    expect(actions).toContain('rds-db:connect');
    expect(actions.filter((action) => /^(\*|rds-data:.*|rds:.*)$/.test(action))).toEqual([]);
    expect(managed).not.toMatch(/RDS|AdministratorAccess|PowerUser/);
    expect(JSON.stringify(workflow.toJSON())).not.toContain('MasterUserSecret');
    expect(readers.map(({ logicalId }) => logicalId)).toEqual([expect.stringMatching(/^DatabaseMigrationsMigrate/)]);
  });

  it('is not public, in any of its parts', () => {
    const instances = resourcesOf('AWS::RDS::DBInstance', data);

    expect(instances.map(({ Properties }) => Properties.PubliclyAccessible)).toEqual(instances.map(() => false));
    expect(waysIn(data, workflow).filter(({ from }) => !from.startsWith('group '))).toEqual([]);
  });

  it('opens the cluster to the pool and to migrations alone, and the pool to functions by name', () => {
    const into = (group: RegExp) => waysIn(data, workflow).flatMap((way) => (group.test(way.into) ? [way.from] : []));

    expect(into(CLUSTER).map(nameOf).sort()).toEqual(['Migrations', 'Pool']);
    expect(into(POOL).length).toBeGreaterThan(0);
    expect(new Set(into(POOL).map(nameOf))).toEqual(new Set(['Functions']));
  });

  it('has no groups but those that these ways lead into', () => {
    const groups = [cluster?.Properties.VpcSecurityGroupIds, proxy?.Properties.VpcSecurityGroupIds];

    expect(groups.map((ids) => ids.length)).toEqual([1, 1]);
    expect(JSON.stringify(groups[0])).toMatch(CLUSTER);
    expect(JSON.stringify(groups[1])).toMatch(POOL);
  });

  it('reports an exhausted pool before the functions give up, and leaves connections for an operator', () => {
    const [group] = resourcesOf('AWS::RDS::DBProxyTargetGroup', data);
    const { ConnectionBorrowTimeout, MaxConnectionsPercent } = group?.Properties.ConnectionPoolConfigurationInfo ?? {};

    expect(ConnectionBorrowTimeout * 1_000).toBeLessThan(POSTGRES_BOUNDS.queryTimeoutMs);
    expect(MaxConnectionsPercent).toBeLessThanOrEqual(90);
  });

  it.each([
    ['DatabaseConnectionsCurrentlyBorrowed', ['READ_ONLY', 'READ_WRITE']],
    ['DatabaseConnectionsCurrentlySessionPinned', ['READ_ONLY', 'READ_WRITE']],
    ['CPUUtilization', ['READER', 'WRITER']],
    ['ACUUtilization', ['']],
    ['AuroraReplicaLagMaximum', ['']],
    ['Deadlocks', ['']],
  ])('raises an alarm on %s, of writer and reader where each has its own', (metric, roles) => {
    const alarms = resourcesOf('AWS::CloudWatch::Alarm', data)
      .map(({ Properties }) => JSON.stringify(Properties))
      .filter((text) => text.includes(`"${metric}"`));

    const rolesIn = (text: string) => /"(READ_ONLY|READ_WRITE|READER|WRITER)"/.exec(text)?.[1] ?? '';
    expect(alarms.map(rolesIn).sort()).toEqual(roles);
  });

  it('raises the alarm on the lag of the replica before reads rely on less, however late a statement commits', () => {
    const [alarm] = resourcesOf('AWS::CloudWatch::Alarm', data).filter(
      ({ Properties }) => Properties.MetricName === 'AuroraReplicaLagMaximum',
    );

    // A change is dated by the beginning of its statement, and the reader's clock is another one than the database's.
    expect(alarm?.Properties.Threshold).toBeGreaterThan(0);
    expect(READ_BOUNDS.arrivedAfterMs).toBeGreaterThanOrEqual(
      SERVER_DEADLINES.statementMs + alarm?.Properties.Threshold + CLOCKS_AND_COMMIT_MS,
    );
  });
});
