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

interface Endpoint {
  readonly prefix: '' | 'Reader';
  readonly who: 'writer' | 'reader';
  /** Of an instance, as the cluster's metrics call it. */
  readonly role: 'WRITER' | 'READER';
  /** As the pool's metrics call it. */
  readonly endpoint: 'READ_WRITE' | 'READ_ONLY';
  readonly customers: {
    readonly whenPoolIsUsedUp: string;
    readonly whenSessionsArePinned: string;
    readonly whenProcessorsAreBusy: string;
  };
}

const ENDPOINTS = {
  writer: {
    prefix: '',
    who: 'writer',
    role: 'WRITER',
    endpoint: 'READ_WRITE',
    customers: {
      whenPoolIsUsedUp: 'their orders and requests wait for a connection, and in the end fail',
      whenSessionsArePinned: 'nothing yet; fewer orders fit through the pool',
      whenProcessorsAreBusy: 'orders and requests become slow',
    },
  },
  reader: {
    prefix: 'Reader',
    who: 'reader',
    role: 'READER',
    endpoint: 'READ_ONLY',
    customers: {
      whenPoolIsUsedUp: 'they wait to see their orders and the catalogue, and in the end do not; orders go on',
      whenSessionsArePinned: 'nothing yet; fewer reads fit through the pool',
      whenProcessorsAreBusy: 'they see their orders and the catalogue slowly; orders go on',
    },
  },
} as const satisfies Record<string, Endpoint>;

/** What tells that the database is in trouble before orders have to wait for it. */
export class DatabaseAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { cluster, proxy, maxReplicaLag = Duration.seconds(1) }: DatabaseAlarmsProps,
  ) {
    super(scope, id);
    this.watchPool(proxy, ENDPOINTS.writer);
    this.watchPool(proxy, ENDPOINTS.reader);
    this.watchProcessors(cluster, ENDPOINTS.writer);
    this.watchProcessors(cluster, ENDPOINTS.reader);
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

  /** Each endpoint of the pool has connections of its own, to instances of its own. */
  private watchPool(proxy: DatabaseProxy, { prefix, who, endpoint, customers }: Endpoint): void {
    const of = (metricName: string, statistic: string): Metric =>
      new Metric({
        namespace: 'AWS/RDS',
        metricName,
        dimensionsMap: { ProxyName: proxy.dbProxyName, TargetGroup: 'default', TargetRole: endpoint },
        statistic,
        period: PERIOD,
      });

    this.alarm(`${prefix}Connections`, {
      customers: customers.whenPoolIsUsedUp,
      what: `More than ${PERCENT_OF_POOL}% of the pool's connections to the ${who} are borrowed: are statements slow, or too many functions at work?`,
      metric: new MathExpression({
        expression: '100 * borrowed / allowed',
        usingMetrics: {
          borrowed: of('DatabaseConnectionsCurrentlyBorrowed', 'max'),
          allowed: of('MaxDatabaseConnectionsAllowed', 'min'),
        },
        label: `Borrowed connections of the pool to the ${who}, percent`,
        period: PERIOD,
      }),
      threshold: PERCENT_OF_POOL,
      periods: 3,
    });
    this.alarm(`${prefix}PinnedSessions`, {
      customers: customers.whenSessionsArePinned,
      what: `A session is pinned to its connection to the ${who}, so the pool cannot share it: who keeps state in a session?`,
      metric: of('DatabaseConnectionsCurrentlySessionPinned', 'max'),
      threshold: 0,
      periods: 3,
    });
  }

  private watchProcessors(cluster: DatabaseCluster, { prefix, who, role, customers }: Endpoint): void {
    this.alarm(`${prefix}Cpu`, {
      customers: customers.whenProcessorsAreBusy,
      what: `The ${who}'s processors are busy: look for slow statements in its log`,
      metric: new Metric({
        namespace: 'AWS/RDS',
        metricName: 'CPUUtilization',
        dimensionsMap: { DBClusterIdentifier: cluster.clusterIdentifier, Role: role },
        statistic: 'avg',
        period: PERIOD,
      }),
      threshold: PERCENT_OF_CAPACITY,
      periods: 5,
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
