import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Signals } from '../ports/signals';
import { logger, metrics } from './powertools';

/** Each signal is a metric to alarm on, and a line in the log that says which order it was about. */
export const signals: Signals = {
  count(name, value, facts = {}) {
    metrics.singleMetric().addMetric(name, MetricUnit.Count, value);
    logger.warn(name, { value, ...facts });
  },
};
