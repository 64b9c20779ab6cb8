import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
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
}

/** How many runs may be left out before somebody is told. */
const RUNS_MISSED = 5;

/** Runs a function again and again, and tells when it has stopped to: because it fails, or because nobody starts it. */
export class ScheduledTask extends Construct {
  readonly alarm: OrderAlarm;

  /** @throws when a run could meet the next one */
  constructor(scope: Construct, id: string, { what, task, every, alarm }: ScheduledTaskProps) {
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
    this.alarm = new OrderAlarm(this, 'SilentAlarm', {
      what: `${what} has not succeeded for ${period.toHumanString()}`,
      ...alarm,
      metric: new MathExpression({
        expression: 'runs - errors',
        usingMetrics: {
          runs: task.metricInvocations({ period, statistic: 'Sum' }),
          errors: task.metricErrors({ period, statistic: 'Sum' }),
        },
        label: 'Runs that succeeded',
        period,
      }),
      threshold: 1,
      ringsBelow: true,
      silenceRings: true,
    });
  }
}
