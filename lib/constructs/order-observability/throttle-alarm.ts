import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { JointAlarm } from './joint-alarm';
import { MINUTE, OrderAlarm } from './order-alarm';

/** CloudWatch's own bound on the metrics of one alarm. */
const MOST_METRICS = 10;
const MINUTES = 10;

const TEXT = {
  what: `Functions of the order workflow have been throttled for ${MINUTES} minutes`,
  customers: 'requests are refused, and orders take longer',
  runbook: 'throttled',
};

/** Of these functions alone: what others in the account ask for is none of our business, until we get too little. */
export class ThrottleAlarm extends Construct {
  constructor(scope: Construct, id: string, { functions }: { readonly functions: readonly IFunction[] }) {
    super(scope, id);
    const parts: OrderAlarm[] = [];
    for (let first = 0; first < functions.length; first += MOST_METRICS) {
      const throttles = functions
        .slice(first, first + MOST_METRICS)
        .map((fn, index) => [`f${index}`, fn.metricThrottles({ period: MINUTE, statistic: 'Sum' })] as const);
      parts.push(
        new OrderAlarm(this, `Part${parts.length + 1}`, {
          ...TEXT,
          metric: new MathExpression({
            expression: `SUM([${throttles.map(([name]) => name).join(', ')}])`,
            usingMetrics: Object.fromEntries(throttles),
            label: 'Throttled invocations',
            period: MINUTE,
          }),
          threshold: 0,
          periods: MINUTES,
          isPart: true,
        }),
      );
    }
    new JointAlarm(this, 'Any', { ...TEXT, alarms: parts, ringsFor: 'any' });
  }
}
