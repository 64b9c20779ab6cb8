import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { DatabaseCluster, DatabaseProxy } from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { OrderAlarm, MINUTE as PERIOD } from './order-observability/order-alarm';

const PERCENT_OF_POOL = 80;
const PERCENT_OF_CAPACITY = 90;

export interface DatabaseAlarmsProps {
  readonly cluster: DatabaseCluster;
  readonly proxy: DatabaseProxy;
  /**
   * Lists rely on the replica not being further behind than twice this.
   * @default Duration.seconds(1)
   */
  readonly maxReplicaLag?: Duration;
}

/** What tells that the database is in trouble before orders have to wait for it. */
export class DatabaseAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { cluster, proxy, maxReplicaLag = Duration.seconds(1) }: DatabaseAlarmsProps,
  ) {
    super(scope, id);
    const ofProxy = (metricName: string, statistic: string): Metric =>
      new Metric({
        namespace: 'AWS/RDS',
        metricName,
        dimensionsMap: { ProxyName: proxy.dbProxyName, TargetGroup: 'default', TargetRole: 'READ_WRITE' },
        statistic,
        period: PERIOD,
      });

    this.alarm('Connections', {
      customers: 'their orders and requests wait for a connection, and in the end fail',
      what: `More than ${PERCENT_OF_POOL}% of the pool's connections are borrowed: are statements slow, or too many functions at work?`,
      metric: new MathExpression({
        expression: '100 * borrowed / allowed',
        usingMetrics: {
          borrowed: ofProxy('DatabaseConnectionsCurrentlyBorrowed', 'max'),
          allowed: ofProxy('MaxDatabaseConnectionsAllowed', 'min'),
        },
        label: 'Borrowed connections of the pool, percent',
        period: PERIOD,
      }),
      threshold: PERCENT_OF_POOL,
      periods: 3,
    });
    this.alarm('PinnedSessions', {
      customers: 'nothing yet; fewer orders fit through the pool',
      what: 'A session is pinned to its connection, so the pool cannot share it: who keeps state in a session?',
      metric: ofProxy('DatabaseConnectionsCurrentlySessionPinned', 'max'),
      threshold: 0,
      periods: 3,
    });
    this.alarm('Cpu', {
      customers: 'orders and requests become slow',
      what: "The writer's processors are busy: look for slow statements in its log",
      metric: new Metric({
        namespace: 'AWS/RDS',
        metricName: 'CPUUtilization',
        dimensionsMap: { DBClusterIdentifier: cluster.clusterIdentifier, Role: 'WRITER' },
        statistic: 'avg',
        period: PERIOD,
      }),
      threshold: PERCENT_OF_CAPACITY,
      periods: 5,
    });
    this.alarm('Capacity', {
      customers: 'orders and requests become slow, and cannot be made faster by growing',
      what: 'The cluster has grown to almost its largest size: raise maxCapacity, or find out what asks so much',
      metric: cluster.metricACUUtilization({ statistic: 'avg', period: PERIOD }),
      threshold: PERCENT_OF_CAPACITY,
      periods: 5,
    });
    this.alarm('ReplicaLag', {
      customers: 'they may see lists that are old',
      what: 'The replica is far behind: customers read old lists, or their reads go to the writer',
      metric: cluster.metric('AuroraReplicaLagMaximum', { statistic: 'max', period: PERIOD }),
      threshold: maxReplicaLag.toMilliseconds(),
      periods: 2,
    });
    this.alarm('Deadlocks', {
      customers: 'nothing: each statement is repeated, and orders take a little longer',
      what: 'Statements lock rows in different orders; each is retried, but none should have to be',
      metric: cluster.metric('Deadlocks', { statistic: 'max', period: PERIOD }),
      threshold: 0,
      periods: 3,
    });
  }

  /** In alarm when the metric was above the threshold for so many periods without a break. */
  private alarm(
    id: string,
    of: {
      readonly what: string;
      readonly customers: string;
      readonly metric: IMetric;
      readonly threshold: number;
      readonly periods: number;
    },
  ): void {
    const section = id.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
    new OrderAlarm(this, id, { ...of, runbook: `database#${section}` });
  }
}
