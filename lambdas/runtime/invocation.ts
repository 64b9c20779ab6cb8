import { MetricName } from '../contracts/metrics';
import { beginDeadline } from '../resilience/deadline';
import { takeAwsCalls } from './aws-calls';
import { functionLabel } from './environment';
import { withLogContext } from './log-context';
import { measure } from './measure';
import { logger, metrics } from './powertools';

/**
 * What belongs around every invocation, whoever calls: its deadline begins, it is decided anew whether this one logs its
 * details, and what it cost is measured.
 */
export const observed =
  <Arguments extends readonly unknown[], Answer>(handler: (...given: Arguments) => Promise<Answer>) =>
  async (...given: Arguments): Promise<Answer> => {
    logger.refreshSampleRateCalculation();
    metrics.captureColdStartMetric(functionLabel());
    beginDeadline(remainingMsOf(given));
    takeAwsCalls(); // of the start, or of an invocation that was cut off
    try {
      return await withLogContext({}, () => handler(...given));
    } finally {
      const calls = takeAwsCalls();
      if (calls > 0) {
        measure(MetricName.AwsCalls, calls);
      }
    }
  };

/** Lambda's context comes after the event; whoever calls without one kills nobody. */
function remainingMsOf([, context]: readonly unknown[]): number | undefined {
  const { getRemainingTimeInMillis } = (context ?? {}) as { readonly getRemainingTimeInMillis?: () => number };
  return getRemainingTimeInMillis?.call(context);
}
