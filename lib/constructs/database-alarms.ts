import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { DatabaseCluster, DatabaseProxy } from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';

const PERIOD = Duration.minutes(1);
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
      description: `More than ${PERCENT_OF_POOL}% of the pool's connections are borrowed: are statements slow, or too many functions at work?`,
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
      description: 'A session is pinned to its connection, so the pool cannot share it: who keeps state in a session?',
      metric: ofProxy('DatabaseConnectionsCurrentlySessionPinned', 'max'),
      threshold: 0,
      periods: 3,
    });
    this.alarm('Cpu', {
      description: "The writer's processors are busy: look for slow statements in its log",
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
      description: 'The cluster has grown to almost its largest size: raise maxCapacity, or find out what asks so much',
      metric: cluster.metricACUUtilization({ statistic: 'avg', period: PERIOD }),
      threshold: PERCENT_OF_CAPACITY,
      periods: 5,
    });
    this.alarm('ReplicaLag', {
      description: 'The replica is far behind: customers read old lists, or their reads go to the writer',
      metric: cluster.metric('AuroraReplicaLagMaximum', { statistic: 'max', period: PERIOD }),
      threshold: maxReplicaLag.toMilliseconds(),
      periods: 2,
    });
    this.alarm('Deadlocks', {
      description: 'Statements lock rows in different orders; each is retried, but none should have to be',
      metric: cluster.metric('Deadlocks', { statistic: 'max', period: PERIOD }),
      threshold: 0,
      periods: 3,
    });
  }

  /** In alarm when the metric was above the threshold for so many periods without a break. */
  private alarm(
    id: string,
    of: {
      readonly description: string;
      readonly metric: IMetric;
      readonly threshold: number;
      readonly periods: number;
    },
  ): void {
    new Alarm(this, id, {
      alarmDescription: of.description,
      metric: of.metric,
      threshold: of.threshold,
      evaluationPeriods: of.periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
