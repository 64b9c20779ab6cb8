import { randomUUID } from 'node:crypto';
import type { Clock } from '../ports/clock';
import {
  type CircuitBreaker,
  type CircuitBreakerSettings,
  createCircuitBreaker,
  type Verdict,
} from '../resilience/circuit-breaker';
import type { CircuitObserver } from '../resilience/circuit-observer';
import type { CircuitStore } from '../resilience/circuit-store';

/** How circuits of endpoints are called in their table; a role is kept to names that begin like this. */
export const ENDPOINT_CIRCUIT_PREFIX = 'webhook-';

/** The endpoint did not take what it was sent. It may work all the same: then it only refuses this one request. */
export class EndpointFailedError extends Error {
  override readonly name = 'EndpointFailedError';

  constructor(
    readonly reason: string,
    readonly verdict: Verdict,
    readonly status?: number | undefined,
  ) {
    super(reason);
  }
}

/** More are not kept in memory: whoever is left out begins with a look at the table. */
const MOST_CIRCUITS = 200;

/** A circuit for each endpoint, shared by all execution environments: one that is down costs the others no time. */
export function createEndpointCircuits(deps: {
  readonly store: CircuitStore;
  readonly observer: CircuitObserver;
  readonly clock: Clock;
  /** Of each of them. */
  readonly settings: CircuitBreakerSettings;
}): (endpointId: string) => CircuitBreaker {
  const circuits = new Map<string, CircuitBreaker>();
  const create = (endpointId: string): CircuitBreaker =>
    createCircuitBreaker({
      dependency: `${ENDPOINT_CIRCUIT_PREFIX}${endpointId}`,
      settings: deps.settings,
      store: deps.store,
      observer: deps.observer,
      clock: deps.clock,
      newLeaseId: randomUUID,
      judge: (error) => (error instanceof EndpointFailedError ? error.verdict : 'learned-nothing'),
    });

  return (endpointId) => {
    const circuit = circuits.get(endpointId) ?? create(endpointId);
    if (circuits.size >= MOST_CIRCUITS) {
      circuits.clear();
    }
    circuits.set(endpointId, circuit);
    return circuit;
  };
}
