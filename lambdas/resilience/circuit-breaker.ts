import { type CircuitObserver, observedBy } from './circuit-observer';
import { type CircuitEvent, type CircuitSettings, type CircuitState, decide, FRESH_CIRCUIT } from './circuit-state';
import type { CircuitStore } from './circuit-store';

export interface CircuitBreakerSettings extends CircuitSettings {
  /**
   * Milliseconds for which an execution environment believes that a circuit is closed without looking again. While it
   * is blind like this it makes at most one call too many, since that call's failure opens its eyes.
   */
  readonly believedForMs: number;
  /** Milliseconds for which it does not ask a store that has failed, and lets calls through instead. */
  readonly storeAwayForMs: number;
}

/** What a call that threw says about the dependency. */
export type Verdict = Exclude<CircuitEvent['kind'], 'asked'>;

export interface CircuitBreakerDependencies {
  readonly dependency: string;
  readonly settings: CircuitBreakerSettings;
  readonly store: CircuitStore;
  readonly observer: CircuitObserver;
  readonly clock: { now(): Date };
  readonly newLeaseId: () => string;
  readonly judge: (error: unknown) => Verdict;
}

/** The circuit is open. With a `cause` the call was made, and failed as that says; without, it was not made. */
export class CircuitOpenError extends Error {
  override readonly name = 'CircuitOpenError';

  constructor(
    readonly dependency: string,
    options?: ErrorOptions,
  ) {
    super(`the circuit of ${dependency} is open`, options);
  }
}

export interface CircuitBreaker {
  /**
   * Makes the call unless the circuit is open. Where nothing can be known of the circuit, the call goes through.
   *
   * @throws CircuitOpenError when the call was not made, or has failed and found the circuit open then
   */
  run<Result>(call: () => Promise<Result>): Promise<Result>;
}

/** What a call was told when it asked: `unguarded` means that nothing is known, and nothing will be recorded. */
type Admission =
  | { readonly kind: 'closed'; readonly epoch: number; readonly knowsOfFailures: boolean }
  | { readonly kind: 'probe'; readonly leaseId: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unguarded' };

/**
 * One execution environment's part in a circuit that all of them share. Each change is a conditional write on what
 * was read, so `decide` holds across all environments as if there were one.
 */
export function createCircuitBreaker(deps: CircuitBreakerDependencies): CircuitBreaker {
  const { dependency, settings, store, clock, newLeaseId, judge } = deps;
  const observer = observedBy(deps.observer);
  let believed: { readonly admission: Admission; readonly until: number } | undefined;
  const now = (): number => clock.now().getTime();

  return {
    async run(call) {
      const admission = await ask();
      if (admission.kind === 'refused') {
        throw new CircuitOpenError(dependency);
      }
      let result: Awaited<ReturnType<typeof call>>;
      try {
        result = await call();
      } catch (error) {
        const verdict = judge(error);
        const state = await report(verdict, admission);
        throw verdict === 'failed' && state !== undefined && state.kind !== 'closed'
          ? new CircuitOpenError(dependency, { cause: error })
          : error;
      }
      await report('succeeded', admission);
      return result;
    },
  };

  async function ask(): Promise<Admission> {
    if (believed !== undefined && now() < believed.until) {
      return believed.admission;
    }
    const leaseId = newLeaseId();
    const state = await advance({ kind: 'asked', leaseId });
    return state === undefined ? { kind: 'unguarded' } : admissionIn(state, leaseId);
  }

  /** @returns the state after the report, or undefined when there was nothing to report, or nobody to report it to */
  async function report(verdict: Verdict, admission: Admission): Promise<CircuitState | undefined> {
    switch (admission.kind) {
      case 'closed':
        // Successes on a closed circuit write nothing, and read nothing, unless there is something to reset.
        return verdict === 'failed' || (verdict === 'succeeded' && admission.knowsOfFailures)
          ? advance({ kind: verdict, permit: { kind: 'closed', epoch: admission.epoch } })
          : undefined;
      case 'probe':
        return advance({ kind: verdict, permit: admission });
      case 'refused':
      case 'unguarded':
        return undefined;
    }
  }

  /**
   * Lets an event happen to the circuit. Losing a race means that somebody else has written: of failures as many as
   * open the circuit, after which there is nothing left to write. So the bound loses none of a row of failures.
   */
  async function advance(event: CircuitEvent): Promise<CircuitState | undefined> {
    try {
      for (let races = 0; races <= settings.failuresToOpen; races += 1) {
        const { version, state } = (await store.find(dependency)) ?? { version: 0, state: FRESH_CIRCUIT };
        const at = clock.now();
        const next = decide(state, event, at.getTime(), settings);
        if (next === state) {
          return believe(state);
        }
        if (await store.replace(dependency, version, next)) {
          believe(next);
          if (next.kind !== state.kind) {
            await observer.changed({ dependency, from: state.kind, to: next.kind, epoch: next.epoch, at });
          }
          return next;
        }
      }
      return undefined;
    } catch (error) {
      believed = { admission: { kind: 'unguarded' }, until: now() + settings.storeAwayForMs };
      await observer.storeAway(dependency, error);
      return undefined;
    }
  }

  function believe(state: CircuitState): CircuitState {
    believed =
      state.kind === 'closed'
        ? { admission: admissionIn(state, undefined), until: now() + settings.believedForMs }
        : undefined; // to know when it is over, one has to look
    return state;
  }
}

function admissionIn(state: CircuitState, leaseId: string | undefined): Admission {
  switch (state.kind) {
    case 'closed':
      return { kind: 'closed', epoch: state.epoch, knowsOfFailures: state.failures > 0 };
    case 'half-open':
      return state.lease.id === leaseId ? { kind: 'probe', leaseId: state.lease.id } : { kind: 'refused' };
    case 'open':
      return { kind: 'refused' };
  }
}
