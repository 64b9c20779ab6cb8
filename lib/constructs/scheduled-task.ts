import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type AlarmText, OrderAlarm } from './order-observability/order-alarm';

export interface ScheduledTaskProps {
  readonly what: string;
  /** Must end before its next run begins, and bear that a run is left out: the next one does the same work. */
  readonly task: LambdaFunction;
  readonly every: Duration;
  /** Why it matters that the task runs, for whoever is told that it does not. */
  readonly alarm: Pick<AlarmText, 'customers' | 'runbook'>;
  /**
   * Sums up to the minutes of a period in which no run could have succeeded, for a reason that has an alarm of its own. When
   * those are half of the period, this one says nothing. No value at all means that there were none.
   * @default - nothing excuses the task
   */
  readonly excusedMinutes?: (period: Duration) => IMetric;
}

/** How many runs may be left out before somebody is told. */
const RUNS_MISSED = 5;

/** Runs a function again and again, and tells when it has stopped to: because it fails, or because nobody starts it. */
export class ScheduledTask extends Construct {
  readonly alarm: OrderAlarm;

  /** @throws when a run could meet the next one */
  constructor(scope: Construct, id: string, { what, task, every, alarm, excusedMinutes }: ScheduledTaskProps) {
    super(scope, id);
    if ((task.timeout?.toSeconds() ?? Number.POSITIVE_INFINITY) >= every.toSeconds()) {
      throw new Error(`the time-out of ${task.node.path} should be shorter than ${every.toHumanString()}`);
    }
    new Rule(this, 'Schedule', {
      description: what,
      schedule: Schedule.rate(every),
      targets: [new LambdaTarget(task, { retryAttempts: 0, maxEventAge: every })],
    });

    const period = Duration.seconds(every.toSeconds() * RUNS_MISSED);
    const succeeded = succeededRuns(task, period);
    this.alarm = new OrderAlarm(this, 'SilentAlarm', {
      what: `${what} has not succeeded for ${period.toHumanString()}`,
      ...alarm,
      metric: excusedMinutes === undefined ? succeeded : unlessExcused(succeeded, excusedMinutes(period), period),
      threshold: 1,
      ringsBelow: true,
      silenceRings: true,
    });
  }
}

const succeededRuns = (task: LambdaFunction, period: Duration): MathExpression =>
  new MathExpression({
    expression: 'runs - errors',
    usingMetrics: {
      runs: task.metricInvocations({ period, statistic: 'Sum' }),
      errors: task.metricErrors({ period, statistic: 'Sum' }),
    },
    label: 'Runs that succeeded',
    period,
  });

/** The greater of two, of which either may have no value: FILL could not fill a metric that has none at all. */
const unlessExcused = (succeeded: MathExpression, excusedMinutes: IMetric, period: Duration): MathExpression =>
  new MathExpression({
    expression: 'MAX([succeeded, excused])',
    usingMetrics: {
      succeeded,
      excused: new MathExpression({
        expression: `IF(away >= ${Math.ceil(period.toMinutes({ integral: false }) / 2)}, 1, 0)`,
        usingMetrics: { away: excusedMinutes },
        period,
      }),
    },
    label: 'Runs that succeeded, or 1 when none could',
    period,
  });
