import { Construct } from 'constructs';
import { DEPENDENCIES, type MeasuredDependency, MetricName } from '../../../lambdas/contracts/metrics';
import { MINUTE, OrderAlarm } from './order-alarm';
import type { OrderMetrics } from './order-metrics';

const NAMES: { readonly [dependency in MeasuredDependency]: { readonly id: string; readonly name: string } } = {
  postgres: { id: 'Postgres', name: 'Postgres' },
  'payment-provider': { id: 'PaymentProvider', name: 'the payment provider' },
  carrier: { id: 'Carrier', name: 'the carrier' },
  other: { id: 'Aws', name: 'a service of AWS' },
};

const MINUTES = 10;
/** What waits asks again within half a minute, so that a minute without a question is rare. */
const MINUTES_OF_THEM = 9;

/**
 * One alarm for each thing that orders may have to wait for. Waiting is not failing: an open circuit or a failover takes a
 * minute or two and rings nothing. When it lasts, orders run out of patience after half an hour.
 */
export class DependencyAlarms extends Construct {
  constructor(scope: Construct, id: string, { metrics }: { readonly metrics: OrderMetrics }) {
    super(scope, id);
    for (const dependency of DEPENDENCIES) {
      const { id: alarmId, name } = NAMES[dependency];
      new OrderAlarm(this, alarmId, {
        what: `Orders have been waiting for ${name} for ${MINUTES} minutes (away, its circuit open, or our key refused)`,
        customers: 'their orders stand still; after half an hour they are undone and rejected',
        runbook: `dependency-away#${dependency}`,
        metric: metrics.of(MetricName.DependencyAway, { by: { dependency }, period: MINUTE }),
        threshold: 0,
        periods: MINUTES,
        ofThem: MINUTES_OF_THEM,
      });
    }
  }
}
