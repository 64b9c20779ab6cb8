import { METRIC_DIMENSIONS } from '../../../lambdas/contracts/metrics';
import type { MetricIdentity } from '../../../localstack/alarms/alarm';

/** Every combination of values is a metric that is paid for each month. */
const MOST_VALUES = 40;
const LONGEST_VALUE = 64;
const ID = /[0-9a-f]{8}-[0-9a-f]{4}-|\d{5,}|[0-9a-f]{16,}/i;

/** What must not split a metric: names that are not on the list, values that look like an id, and too many of them. */
export function unsoundDimensions(metrics: readonly MetricIdentity[]): readonly string[] {
  const unsound = new Set<string>();
  const values = new Map<string, Set<string>>();
  for (const { name, dimensions } of metrics) {
    for (const [dimension, value] of Object.entries(dimensions)) {
      if (!(METRIC_DIMENSIONS as readonly string[]).includes(dimension)) {
        unsound.add(`${name} is split by ${dimension}, which is not on the list`);
      } else if (ID.test(value) || value === '' || value.length > LONGEST_VALUE) {
        unsound.add(`${name} is split by '${value}' of ${dimension}`);
      }
      values.set(dimension, (values.get(dimension) ?? new Set()).add(value));
    }
  }
  for (const [dimension, { size }] of values) {
    if (size > MOST_VALUES) {
      unsound.add(`${dimension} has ${size} values, more than ${MOST_VALUES}`);
    }
  }
  return [...unsound];
}
