import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { JointAlarm } from './joint-alarm';
import { type AlarmText, OrderAlarm } from './order-alarm';

/** How fast the budget of a month burns, and over which times that is looked at (Google's SRE workbook, chapter 5). */
interface BurnRate {
  readonly id: string;
  readonly factor: number;
  /** So much of the budget is gone when it rings. */
  readonly long: Duration;
  /** Ends the alarm soon after the cause has ended. */
  readonly short: Duration;
}

/** A fiftieth of the month's budget within an hour, or a twentieth within six. */
export const BURN_RATES: readonly BurnRate[] = [
  { id: 'Fast', factor: 14.4, long: Duration.hours(1), short: Duration.minutes(5) },
  { id: 'Slow', factor: 6, long: Duration.hours(6), short: Duration.minutes(30) },
];

/** Fewer bad events than this say nothing: one failed request in a quiet night is no outage. */
const LEAST_BAD = 3;

export interface BurnRateAlarmsProps extends AlarmText {
  /** Share of events that must be good, e.g. 0.999 over thirty days. */
  readonly objective: number;
  /** Events that were bad, and all of them, per period. */
  readonly bad: (period: Duration) => IMetric;
  readonly all: (period: Duration) => IMetric;
}

/**
 * The alarms of a service level objective: one for a fast loss, one for a slow one. Each needs a long and a short time
 * to agree.
 */
export class BurnRateAlarms extends Construct {
  constructor(scope: Construct, id: string, props: BurnRateAlarmsProps) {
    super(scope, id);
    const { objective, bad, all, ...text } = props;

    for (const { id: speed, factor, long, short } of BURN_RATES) {
      const burning = (partId: string, period: Duration): OrderAlarm =>
        new OrderAlarm(this, `${speed}${partId}`, {
          ...text,
          metric: new MathExpression({
            expression: `IF(bad >= ${LEAST_BAD}, bad / all, 0)`,
            usingMetrics: { bad: bad(period), all: all(period) },
            label: 'Share of bad events',
            period,
          }),
          threshold: round(factor * (1 - objective)),
          isPart: true,
        });

      new JointAlarm(this, speed, {
        ...text,
        alarms: [burning('Long', long), burning('Short', short)],
        ringsFor: 'all',
      });
    }
  }
}

/** Without the dust of binary fractions. */
const round = (share: number): number => Number(share.toFixed(6));
