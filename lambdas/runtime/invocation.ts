import { MetricName } from '../contracts/metrics';
import { takeAwsCalls } from './aws-calls';
import { functionLabel } from './environment';
import { measure } from './measure';
import { logger, metrics } from './powertools';

/**
 * What belongs around every invocation, whoever calls: it is decided anew whether this one logs its details, and what
 * it cost is measured.
 */
export const observed =
  <Arguments extends readonly unknown[], Answer>(handler: (...given: Arguments) => Promise<Answer>) =>
  async (...given: Arguments): Promise<Answer> => {
    logger.refreshSampleRateCalculation();
    metrics.captureColdStartMetric(functionLabel());
    takeAwsCalls(); // of the start, or of an invocation that was cut off
    try {
      return await handler(...given);
    } finally {
      const calls = takeAwsCalls();
      if (calls > 0) {
        measure(MetricName.AwsCalls, calls);
      }
    }
  };
