import type { CircuitState } from '../../../lambdas/resilience/circuit-state';
import type { CircuitRecord, CircuitStore } from '../../../lambdas/resilience/circuit-store';

export interface InMemoryCircuitStore extends CircuitStore {
  readonly stateOf: (dependency: string) => CircuitState | undefined;
  /** How often it was asked, and how often it was written to, in vain or not. */
  readonly counts: { readonly reads: number; readonly writes: number };
}

/** Circuits in memory; each method has its effect at once, so none can be seen half done. */
export function createInMemoryCircuitStore(): InMemoryCircuitStore {
  const records = new Map<string, CircuitRecord>();
  const counts = { reads: 0, writes: 0 };

  return {
    counts,
    stateOf: (dependency) => records.get(dependency)?.state,
    async find(dependency) {
      counts.reads += 1;
      return records.get(dependency);
    },
    async replace(dependency, expectedVersion, state) {
      counts.writes += 1;
      if ((records.get(dependency)?.version ?? 0) !== expectedVersion) {
        return false;
      }
      records.set(dependency, { version: expectedVersion + 1, state });
      return true;
    },
  };
}
