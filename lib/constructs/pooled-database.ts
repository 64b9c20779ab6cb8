import { CfnOutput, Duration, Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { type IGrantable, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  AuroraPostgresEngineVersion,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  DatabaseInsightsMode,
  DatabaseProxy,
  DefaultAuthScheme,
  type IDatabaseProxyEndpoint,
  ParameterGroup,
  ProxyEndpointTargetRole,
  ProxyTarget,
} from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import type { CloudStage } from '../stage';
import type { DatabaseAccess, DatabaseNetwork, OrderDatabase } from './database-access';
import { DatabaseAlarms } from './database-alarms';
import { DatabaseMigrations } from './database-migrations';
import { OrderNetwork } from './order-network';

const POSTGRES_PORT = 5432;

/** The role of the functions inside Postgres. It has no password: the proxy and Postgres both ask IAM. */
const APPLICATION_USER = 'order_workflow';

export interface PooledDatabaseProps {
  /** A production database is kept when its stack goes, spans three zones and remembers for longer. */
  readonly stage: CloudStage;
  /** @default 'orders' */
  readonly databaseName?: string;
  /**
   * Least capacity of an instance, in Aurora capacity units of about 2 GiB.
   * @default 0.5, or 1 in production
   */
  readonly minCapacity?: number;
  /** @default 8, or 32 in production */
  readonly maxCapacity?: number;
  /**
   * How long a statement waits for a pooled connection. Shorter than the functions' own deadline for a statement, so
   * that an exhausted pool is reported as such: the proxy takes their connection at once, and borrows when it needs to.
   * @default Duration.seconds(2)
   */
  readonly borrowTimeout?: Duration;
  /**
   * How much of what Postgres takes the pool may use. The rest is for migrations and an operator.
   * @default 90
   */
  readonly maxConnectionsPercent?: number;
}

/**
 * Aurora PostgreSQL behind a pool that all functions share: hundreds of them may start at once, and Postgres still
 * sees a bounded number of connections. Reads that may be a little behind go to a replica by an endpoint of their own.
 */
export class PooledDatabase extends Construct implements OrderDatabase {
  readonly network: DatabaseNetwork;
  readonly cluster: DatabaseCluster;
  readonly proxy: DatabaseProxy;
  private readonly reader: IDatabaseProxyEndpoint;
  private readonly databaseName: string;

  constructor(scope: Construct, id: string, props: PooledDatabaseProps) {
    super(scope, id);
    const { production } = props.stage;
    this.databaseName = props.databaseName ?? 'orders';

    const network = new OrderNetwork(this, 'Network', production ? { zones: 3, natGateways: 3 } : {});
    const groupFor = (groupId: string, description: string): SecurityGroup =>
      new SecurityGroup(this, groupId, { vpc: network.vpc, description, allowAllOutbound: false });
    const clusterGroup = groupFor('ClusterGroup', 'Aurora: in from the pool and from migrations');
    const proxyGroup = groupFor('ProxyGroup', 'Pool: in from each function that may use the database');
    this.network = { vpc: network.vpc, subnets: network.functionSubnets, entrance: proxyGroup };

    // A name known before, so that the log groups are made by us and expire; RDS's own would be kept for ever.
    const name = Names.uniqueResourceName(this, { maxLength: 60, separator: '-' }).toLowerCase();
    const logsOf = (logsId: string, what: string): LogGroup =>
      new LogGroup(this, logsId, {
        logGroupName: `/aws/rds/${what}`,
        retention: RetentionDays.THREE_MONTHS,
        removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
    const clusterLogs = logsOf('Logs', `cluster/${name}/postgresql`);
    const proxyLogs = logsOf('ProxyLogs', `proxy/${name}`);
    this.cluster = new DatabaseCluster(this, 'Cluster', {
      clusterIdentifier: name,
      engine: ENGINE,
      parameterGroup: new ParameterGroup(this, 'Parameters', {
        engine: ENGINE,
        description: 'Wants TLS, writes slow statements to the log; deadlines are set by the migrations',
        parameters: { log_min_duration_statement: '1000', 'rds.force_ssl': '1' },
      }),
      writer: ClusterInstance.serverlessV2('Writer', { enablePerformanceInsights: true }),
      readers: [ClusterInstance.serverlessV2('Reader', { enablePerformanceInsights: true, scaleWithWriter: true })],
      serverlessV2MinCapacity: props.minCapacity ?? (production ? 1 : 0.5),
      serverlessV2MaxCapacity: props.maxCapacity ?? (production ? 32 : 8),
      vpc: network.vpc,
      vpcSubnets: network.databaseSubnets,
      securityGroups: [clusterGroup],
      port: POSTGRES_PORT,
      defaultDatabaseName: this.databaseName,
      // RDS keeps the owner's password in a secret of its own and rotates it every week without a function of ours.
      credentials: Credentials.fromUsername('orders_owner'),
      manageMasterUserPassword: true,
      iamAuthentication: true,
      // For operators alone: SQL by an API of AWS, since nothing outside of the network reaches the cluster. It asks IAM
      // and then wants a password, which the functions' user does not have, and no role of ours may call it.
      enableDataApi: true,
      storageEncrypted: true,
      backup: { retention: Duration.days(production ? 35 : 7) },
      copyTagsToSnapshot: true,
      cloudwatchLogsExports: ['postgresql'],
      enablePerformanceInsights: true,
      databaseInsightsMode: DatabaseInsightsMode.STANDARD,
      deletionProtection: production,
      removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.SNAPSHOT,
    });

    this.cluster.node.addDependency(clusterLogs);

    // With IAM from end to end the pool logs in as the user that it serves, with a token of its own role.
    const proxyRole = new Role(this, 'ProxyRole', { assumedBy: new ServicePrincipal('rds.amazonaws.com') });
    this.cluster.grantConnect(proxyRole, APPLICATION_USER);
    this.proxy = new DatabaseProxy(this, 'Proxy', {
      dbProxyName: name,
      role: proxyRole,
      proxyTarget: ProxyTarget.fromCluster(this.cluster),
      vpc: network.vpc,
      vpcSubnets: network.functionSubnets,
      securityGroups: [proxyGroup],
      defaultAuthScheme: DefaultAuthScheme.IAM_AUTH,
      iamAuth: true,
      requireTLS: true,
      borrowTimeout: props.borrowTimeout ?? Duration.seconds(2),
      maxConnectionsPercent: props.maxConnectionsPercent ?? 90,
      maxIdleConnectionsPercent: 20,
      idleClientTimeout: Duration.minutes(10),
    });
    this.proxy.node.addDependency(proxyLogs);
    this.reader = this.proxy.addEndpoint('ReadOnly', {
      vpc: network.vpc,
      vpcSubnets: network.functionSubnets,
      securityGroups: [proxyGroup],
      targetRole: ProxyEndpointTargetRole.READ_ONLY,
    });

    const ownerSecret = this.cluster.secret;
    if (ownerSecret === undefined) {
      throw new Error(`the cluster of ${this.node.path} should keep its owner's password in a secret, got none`);
    }
    new DatabaseAlarms(this, 'Alarms', { cluster: this.cluster, proxy: this.proxy });
    new DatabaseMigrations(this, 'Migrations', {
      stage: props.stage,
      cluster: this.cluster,
      ownerSecret,
      network: { vpc: network.vpc, subnets: network.functionSubnets, entrance: clusterGroup },
      databaseName: this.databaseName,
      applicationUser: APPLICATION_USER,
    });
    this.acknowledgeFindings(production);

    const stack = Stack.of(this);
    new CfnOutput(stack, `${id}ClusterArn`, {
      value: this.cluster.clusterArn,
      description: 'Cluster to send SQL to, by the Data API of RDS',
    });
    new CfnOutput(stack, `${id}OwnerSecretArn`, {
      value: ownerSecret.secretArn,
      description: 'Login of whoever owns the tables: lets its readers change every one of them',
    });
  }

  environment(access: DatabaseAccess): Readonly<Record<string, string>> {
    return {
      ...(access === 'read'
        ? { DATABASE_READER_HOST: this.reader.endpoint, DATABASE_READER_PORT: String(POSTGRES_PORT) }
        : {}),
      DATABASE_HOST: this.proxy.endpoint,
      DATABASE_PORT: String(POSTGRES_PORT),
      DATABASE_NAME: this.databaseName,
      DATABASE_USER: APPLICATION_USER,
      DATABASE_AUTH: 'iam',
    };
  }

  grantConnect(grantee: IGrantable): void {
    this.proxy.grantConnect(grantee, APPLICATION_USER);
  }

  private acknowledgeFindings(production: boolean): void {
    acknowledge(this.cluster, {
      'AwsSolutions-RDS11':
        'Isolated subnets and a security group that admits the pool and migrations alone; another port hides nothing.',
      ...(production
        ? {}
        : { 'AwsSolutions-RDS10': 'Development databases are made to be thrown away; a snapshot is taken.' }),
    });
  }
}

const ENGINE = DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_17_7 });
