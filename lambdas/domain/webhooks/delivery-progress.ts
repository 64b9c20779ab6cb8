/** How far a delivery has come. Moments are milliseconds since 1970. */
export interface DeliveryState {
  readonly run: number;
  /** The attempt that was claimed last. */
  readonly attempt: number;
  /** While it is being made; no lease any more once the next one is in the queue. */
  readonly leaseUntil?: number | undefined;
  readonly hasEnded: boolean;
}

export interface AttemptAsked {
  readonly run: number;
  readonly attempt: number;
  readonly now: number;
}

/**
 * Whether a message may make its attempt. Pure; the store asks it and writes on condition that nothing has changed.
 *
 * An attempt whose lease ran out was made by somebody who died at it, before the next one was put into the queue or after:
 * it is made again, and one of the two messages for the next attempt finds it settled.
 */
export function mayAttempt(
  state: DeliveryState | undefined,
  { run, attempt, now }: AttemptAsked,
): 'yours' | 'settled' | 'busy' {
  if (state === undefined || run > state.run) {
    return 'yours';
  }
  if (run < state.run || state.hasEnded || attempt < state.attempt) {
    return 'settled';
  }
  if (attempt > state.attempt) {
    return 'yours';
  }
  if (state.leaseUntil === undefined) {
    return 'settled';
  }
  return now < state.leaseUntil ? 'busy' : 'yours';
}
