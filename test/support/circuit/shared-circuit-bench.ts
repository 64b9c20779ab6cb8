import {
  type CircuitBreaker,
  type CircuitBreakerSettings,
  createCircuitBreaker,
  type Verdict,
} from '../../../lambdas/resilience/circuit-breaker';
import type { CircuitChange, CircuitObserver } from '../../../lambdas/resilience/circuit-observer';
import type { CircuitStore } from '../../../lambdas/resilience/circuit-store';
import { ManualClock } from '../intake/manual-clock';
import { createInMemoryCircuitStore } from './in-memory-circuit-store';

export const DEPENDENCY = 'payment-provider';

export const SETTINGS: CircuitBreakerSettings = {
  failuresToOpen: 5,
  openForMs: 60_000,
  leaseMs: 15_000,
  believedForMs: 2_000,
  storeAwayForMs: 20_000,
};

/** Three ways in which a call of a dependency can go wrong, as far as a circuit is concerned. */
export class DependencyDown extends Error {
  override readonly name = 'DependencyDown';
}
export class AnswerWithoutResult extends Error {
  override readonly name = 'AnswerWithoutResult';
}
export class NeverSent extends Error {
  override readonly name = 'NeverSent';
}

const judge = (error: unknown): Verdict =>
  error instanceof DependencyDown ? 'failed' : error instanceof AnswerWithoutResult ? 'succeeded' : 'learned-nothing';

export class RecordedChanges implements CircuitObserver {
  readonly changes: CircuitChange[] = [];
  storeFailures = 0;

  get ways(): readonly string[] {
    return this.changes.map(({ from, to }) => `${from} to ${to}`);
  }

  changed(change: CircuitChange): void {
    this.changes.push(change);
  }

  storeAway(): void {
    this.storeFailures += 1;
  }
}

/** A call whose end the test decides. */
export function heldCall() {
  let succeed = (): void => {};
  let fail = (): void => {};
  const ended = new Promise<string>((resolve, reject) => {
    succeed = () => resolve('done');
    fail = () => reject(new DependencyDown());
  });
  return { effect: () => ended, succeed, fail };
}

/** Execution environments that share the circuit of one dependency, and a clock that stands still. */
export function setUpCircuit({ observer = new RecordedChanges() }: { readonly observer?: CircuitObserver } = {}) {
  const clock = new ManualClock();
  const store = createInMemoryCircuitStore();
  let leases = 0;
  let reached = 0;

  const environment = (through: CircuitStore = store): CircuitBreaker =>
    createCircuitBreaker({
      dependency: DEPENDENCY,
      settings: SETTINGS,
      store: through,
      observer,
      clock,
      newLeaseId: () => `lease-${++leases}`,
      judge,
    });

  const calling = (breaker: CircuitBreaker, effect: () => Promise<string>): Promise<string> =>
    breaker.run(() => {
      reached += 1;
      return effect();
    });

  /** @returns the error that the caller sees */
  const fail = (breaker: CircuitBreaker, error: Error = new DependencyDown()): Promise<Error> =>
    calling(breaker, () => Promise.reject(error)).then(
      () => {
        throw new Error('expected the call to fail');
      },
      (thrown: Error) => thrown,
    );

  return {
    clock,
    store,
    environment,
    /** Calls that reached the dependency. */
    reached: () => reached,
    stateOf: () => store.stateOf(DEPENDENCY),
    calling,
    succeed: (breaker: CircuitBreaker) => calling(breaker, async () => 'done'),
    fail,
    /** Five failures, each in an environment of its own. */
    async open(): Promise<void> {
      for (let n = 0; n < SETTINGS.failuresToOpen; n += 1) {
        await fail(environment());
      }
    },
  };
}
