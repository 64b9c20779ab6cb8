import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { MetricName } from '../../lambdas/contracts/metrics';
import type { Stage } from '../stage';
import type { OrderDatabase } from './database-access';
import type { OrderEventBus } from './order-event-bus';
import { OrderFunction } from './order-function';
import { MINUTE, OrderAlarm } from './order-observability/order-alarm';
import { OrderMetrics } from './order-observability/order-metrics';
import { ScheduledTask } from './scheduled-task';

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
    const metrics = new OrderMetrics(stage);

    const sweeper = new OrderFunction(this, 'PublishLeftEvents', {
      stage,
      handler: 'operations/publish-left-events',
      description: 'Publishes the events that were committed and have not left',
      timeout: SWEEP_TIMEOUT,
      database: { from: database, access: 'write' },
      environment: { DELAY_SCALE: String(stage.delayScale) },
    });
    events.letPublish(sweeper);
    new ScheduledTask(this, 'Sweep', {
      what: 'The publishing of events that were left behind',
      task: sweeper,
      every: SWEEP_EVERY,
      alarm: {
        customers: 'mails and webhooks about their orders may not come',
        runbook: 'readings-silent#events',
      },
      excusedMinutes: metrics.minutesWithoutPostgres,
    });

    const gauge = (name: MetricName) => metrics.of(name, { statistic: 'Maximum', period: MINUTE });
    new OrderAlarm(this, 'BacklogAlarm', {
      what: `Events of orders have waited for more than ${LONGEST_WAIT.toHumanString()} to be published`,
      customers: 'mails and webhooks about their orders do not come',
      runbook: 'outbox-waits',
      metric: gauge(MetricName.OutboxAge),
      threshold: LONGEST_WAIT.toSeconds(),
      periods: 3,
    });
    new OrderAlarm(this, 'ParkedAlarm', {
      what: 'Events of orders cannot be published as they are, and were put aside',
      customers: 'those of these orders get no mails and webhooks about them',
      runbook: 'events-parked',
      metric: gauge(MetricName.EventsParked),
      threshold: 0,
      periods: 3,
    });
  }
}
