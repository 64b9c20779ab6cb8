import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { METRIC_SERVICE, MetricName, metricNamespace } from '../../lambdas/contracts/metrics';
import type { Stage } from '../stage';
import type { OrderDatabase } from './database-access';
import type { OrderEventBus } from './order-event-bus';
import { OrderFunction } from './order-function';

const SWEEP_EVERY = Duration.minutes(1);
/** Ends before the next one begins. */
const SWEEP_TIMEOUT = Duration.seconds(50);
/** An event whose writer died leaves with the second sweep after it; this is a bus or a sweeper that does not work. */
const LONGEST_WAIT = Duration.minutes(5);

export interface EventSweeperProps {
  readonly stage: Stage;
  readonly database: OrderDatabase;
  readonly events: OrderEventBus;
}

/** Publishes events that their writers could not, and tells operators when events wait or can never leave. */
export class EventSweeper extends Construct {
  constructor(scope: Construct, id: string, { stage, database, events }: EventSweeperProps) {
    super(scope, id);

    const sweeper = new OrderFunction(this, 'PublishLeftEvents', {
      stage,
      handler: 'operations/publish-left-events',
      description: 'Publishes the events that were committed and have not left',
      timeout: SWEEP_TIMEOUT,
      database: { from: database, access: 'write' },
      environment: { DELAY_SCALE: String(stage.delayScale) },
    });
    events.letPublish(sweeper);
    new Rule(this, 'Sweep', {
      description: 'Looks for events of orders that have not left',
      schedule: Schedule.rate(SWEEP_EVERY),
      // A sweep that failed is not repeated: the next one does the same work.
      targets: [new LambdaTarget(sweeper, { retryAttempts: 0, maxEventAge: SWEEP_EVERY })],
    });

    this.alarm(stage, 'BacklogAlarm', MetricName.OutboxAge, {
      description: `Events of orders wait for more than ${LONGEST_WAIT.toHumanString()}, or nobody sweeps: consumers know nothing of what happens`,
      above: LONGEST_WAIT.toSeconds(),
      whenMissing: TreatMissingData.BREACHING,
    });
    this.alarm(stage, 'ParkedAlarm', MetricName.EventsParked, {
      description: 'Events of orders cannot be published as they are: find out why, repair, let them go on',
      above: 0,
      whenMissing: TreatMissingData.IGNORE,
    });
  }

  private alarm(
    stage: Stage,
    id: string,
    metricName: MetricName,
    of: { readonly description: string; readonly above: number; readonly whenMissing: TreatMissingData },
  ): void {
    new Alarm(this, id, {
      alarmDescription: of.description,
      metric: new Metric({
        namespace: metricNamespace(stage.name),
        metricName,
        dimensionsMap: { service: METRIC_SERVICE },
        statistic: 'max',
        period: SWEEP_EVERY,
      }),
      threshold: of.above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 3,
      treatMissingData: of.whenMissing,
    });
  }
}
