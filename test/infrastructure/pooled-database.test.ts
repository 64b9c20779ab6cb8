import { POSTGRES_BOUNDS, SERVER_DEADLINES } from '../../lambdas/persistence/postgres/bounds';
import { READ_BOUNDS } from '../../lambdas/persistence/read-your-writes';
import { cloudStage, resourcesOf, synthesize } from './stages';

/** What is left for a commit after its statement, and for two clocks that do not agree. */
const CLOCKS_AND_COMMIT_MS = 1_000;

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
    const open = resourcesOf('AWS::EC2::SecurityGroupIngress', data, workflow).filter(
      ({ Properties }) => Properties.CidrIp !== undefined || Properties.CidrIpv6 !== undefined,
    );

    expect(instances.map(({ Properties }) => Properties.PubliclyAccessible)).toEqual(instances.map(() => false));
    expect(open).toEqual([]);
  });

  it('opens the cluster to the pool and to migrations alone, and the pool to functions by name', () => {
    const from = (group: RegExp) =>
      resourcesOf('AWS::EC2::SecurityGroupIngress', data, workflow)
        .filter(({ Properties }) => group.test(JSON.stringify(Properties.GroupId)))
        .map(({ Properties }) => JSON.stringify(Properties.SourceSecurityGroupId));

    const intoCluster = from(/ClusterGroup/);
    expect(intoCluster).toHaveLength(2);
    expect(intoCluster.filter((source) => /ProxyGroup|Migrat/.test(source))).toHaveLength(2);
    const intoPool = from(/ProxyGroup/);
    expect(intoPool.length).toBeGreaterThan(0);
    expect(intoPool.filter((source) => !/Network/.test(source))).toEqual([]);
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
