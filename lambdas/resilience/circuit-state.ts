/** Leave for one call to find out whether the dependency works again. Nobody else has one until it expires. */
export interface ProbeLease {
  readonly id: string;
  /** Milliseconds since 1970, as are all moments here. Later than the deadline of the call that it was given for. */
  readonly expiresAt: number;
}

/**
 * The state of one dependency's circuit, the same for everybody who calls it. `epoch` counts how often the circuit has
 * opened, so that a call from before an opening cannot be mistaken for one from after it.
 */
export type CircuitState =
  | { readonly kind: 'closed'; readonly epoch: number; readonly failures: number }
  | { readonly kind: 'open'; readonly epoch: number; readonly until: number }
  | { readonly kind: 'half-open'; readonly epoch: number; readonly lease: ProbeLease };

/** In which state a call was admitted. Its result counts only if the circuit is still in that state. */
export type Permit =
  | { readonly kind: 'closed'; readonly epoch: number }
  | { readonly kind: 'probe'; readonly leaseId: string };

export type CircuitEvent =
  /** Somebody wants to call; should the circuit be due for a probe, under this lease. */
  | { readonly kind: 'asked'; readonly leaseId: string }
  | { readonly kind: 'succeeded' | 'failed'; readonly permit: Permit }
  /** The call ended without saying anything about the dependency, for instance because it was never sent. */
  | { readonly kind: 'learned-nothing'; readonly permit: Permit };

export interface CircuitSettings {
  /** So many failures in a row, with no success recorded between them, open the circuit. */
  readonly failuresToOpen: number;
  /** Milliseconds from the opening to the first probe. */
  readonly openForMs: number;
  /** Milliseconds that a probe has. Longer than any call may take, so that no two probes run at once. */
  readonly leaseMs: number;
}

/** A circuit that nobody has recorded anything about. */
export const FRESH_CIRCUIT: CircuitState = { kind: 'closed', epoch: 0, failures: 0 };

/**
 * What becomes of a circuit when something happens. Pure.
 *
 * @returns the same object when nothing changes, so that there is nothing to write either
 */
export function decide(
  state: CircuitState,
  event: CircuitEvent,
  now: number,
  { failuresToOpen, openForMs, leaseMs }: CircuitSettings,
): CircuitState {
  switch (state.kind) {
    case 'closed':
      if (event.kind === 'asked' || event.permit.kind !== 'closed' || event.permit.epoch !== state.epoch) {
        return state;
      }
      switch (event.kind) {
        case 'failed':
          return state.failures + 1 >= failuresToOpen
            ? { kind: 'open', epoch: state.epoch + 1, until: now + openForMs }
            : { ...state, failures: state.failures + 1 };
        case 'succeeded':
          return state.failures === 0 ? state : { ...state, failures: 0 };
        case 'learned-nothing':
          return state;
      }
      break;
    case 'open':
      return event.kind === 'asked' && now >= state.until ? lease(state, event.leaseId, now + leaseMs) : state;
    case 'half-open':
      if (event.kind === 'asked') {
        return now >= state.lease.expiresAt ? lease(state, event.leaseId, now + leaseMs) : state;
      }
      // A result that comes after its lease counts for nothing: by then somebody else may have found out more.
      if (event.permit.kind !== 'probe' || event.permit.leaseId !== state.lease.id || now >= state.lease.expiresAt) {
        return state;
      }
      switch (event.kind) {
        case 'succeeded':
          return { kind: 'closed', epoch: state.epoch, failures: 0 };
        case 'failed':
          return { kind: 'open', epoch: state.epoch, until: now + openForMs };
        case 'learned-nothing':
          return { kind: 'open', epoch: state.epoch, until: now }; // the next to ask is the next probe
      }
  }
}

const lease = ({ epoch }: CircuitState, id: string, expiresAt: number): CircuitState => ({
  kind: 'half-open',
  epoch,
  lease: { id, expiresAt },
});
