import { MetricName } from '../contracts/metrics';
import type { CircuitObserver } from '../resilience/circuit-observer';
import { measure } from './measure';
import { logger } from './powertools';

const signalsUnder = (labelOf: (dependency: string) => string): CircuitObserver => ({
  changed({ dependency, from, to, epoch }) {
    measure(MetricName.CircuitChanged, 1, { dependency: labelOf(dependency), to });
    logger.warn('the circuit has changed', { dependency, from, to, epoch });
  },
  storeAway(dependency, error) {
    measure(MetricName.CircuitUnguarded, 1, { dependency: labelOf(dependency) });
    logger.warn('the circuit cannot be read or written, calls go through', { dependency, error: error as Error });
  },
});

/** Every change of a circuit as a metric by service and new state, and as a line in the log. */
export const circuitSignals: CircuitObserver = signalsUnder((dependency) => dependency);

/** The same for those of webhook endpoints, in one metric for all: an id would make one for each. The log says which. */
export const endpointCircuitSignals: CircuitObserver = signalsUnder(() => 'webhook-endpoint');
