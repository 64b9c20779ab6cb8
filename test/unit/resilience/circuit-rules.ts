import type { CircuitState } from '../../../lambdas/resilience/circuit-state';
import { SETTINGS } from '../../support/circuit/shared-circuit-bench';

/** Who writes: with which lease, and in which era of the circuit its running call was admitted. */
export interface Writer {
  /** When it read what it writes over. */
  readonly decidedAt: number;
  readonly leaseId: string | undefined;
  readonly admittedIn: number | undefined;
}

/** What every environment may do to a circuit, told from what was there before and who does it. */
export function objectionTo(
  before: CircuitState,
  next: CircuitState,
  { decidedAt, leaseId, admittedIn }: Writer,
): string | undefined {
  if (before.kind === 'closed' && admittedIn !== before.epoch) {
    return 'a call from before an opening was counted after it';
  }
  const isOpening = before.kind === 'closed' && next.kind === 'open';
  if (next.epoch !== before.epoch + (isOpening ? 1 : 0)) {
    return 'openings were miscounted';
  }
  switch (`${before.kind} to ${next.kind}`) {
    case 'closed to closed':
      return failuresOf(next) === 0 || failuresOf(next) === failuresOf(before) + 1
        ? undefined
        : 'failures were miscounted';
    case 'closed to open':
      return failuresOf(before) === SETTINGS.failuresToOpen - 1 ? undefined : 'the circuit opened too early';
    case 'open to half-open':
      return before.kind === 'open' && decidedAt >= before.until ? undefined : 'a lease was given too early';
    case 'half-open to half-open':
      return before.kind === 'half-open' && decidedAt >= before.lease.expiresAt
        ? undefined
        : 'a lease was given while another one had not expired';
    case 'half-open to closed':
    case 'half-open to open':
      if (before.kind !== 'half-open' || before.lease.id !== leaseId || decidedAt >= before.lease.expiresAt) {
        return 'somebody without an unexpired lease decided about the probe';
      }
      return failuresOf(next) === 0 ? undefined : 'the circuit closed with failures on its count';
    default:
      return `a circuit cannot go from ${before.kind} to ${next.kind}`;
  }
}

const failuresOf = (state: CircuitState): number => (state.kind === 'closed' ? state.failures : 0);
