import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { CircuitObserver } from '../resilience/circuit-observer';
import { logger, metrics } from './powertools';

/** Every change of a circuit as a metric by service and new state, and as a line in the log. */
export const circuitSignals: CircuitObserver = {
  changed({ dependency, from, to, epoch }) {
    countFor(dependency, { to }, 'CircuitChanged');
    logger.warn('the circuit has changed', { dependency, from, to, epoch });
  },
  storeAway(dependency, error) {
    countFor(dependency, {}, 'CircuitUnguarded');
    logger.warn('the circuit cannot be read or written, calls go through', { dependency, error: error as Error });
  },
};

function countFor(dependency: string, dimensions: Readonly<Record<string, string>>, name: string): void {
  const single = metrics.singleMetric();
  for (const [dimension, value] of Object.entries({ dependency, ...dimensions })) {
    single.addDimension(dimension, value);
  }
  single.addMetric(name, MetricUnit.Count, 1);
}
