import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricDimension, MetricName } from '../contracts/metrics';
import { orderInWork } from './log-context';
import { metrics } from './powertools';

type Unit = 'Count' | 'Milliseconds' | 'Seconds';

/** Publishes one value at once, under dimensions of its own and not under those of the invocation. */
export function measure(
  name: MetricName,
  value: number,
  dimensions: Partial<Readonly<Record<MetricDimension, string>>> = {},
  unit: Unit = 'Count',
): void {
  const single = metrics.singleMetric();
  if (Object.keys(dimensions).length > 0) {
    single.addDimensions(dimensions);
  }
  const orderId = orderInWork();
  if (orderId !== undefined) {
    single.addMetadata('orderId', orderId); // in the log only: no dimension, and no cost
  }
  single.addMetric(name, MetricUnit[unit], value);
}
