/** SQS counts twelve hours from the receive; the time that the function has already run is inside them. */
const LONGEST_DELAY_SECONDS = 12 * 60 * 60 - 15 * 60;

export interface GrowingDelay {
  /** One delay for each receive after which the message is to be tried again. */
  readonly delaysSeconds: readonly number[];
  /** Share of the delay by which it may be shorter or longer, so that failed messages do not return as one herd. */
  readonly jitter: number;
  /** Factor on every delay: 1 in AWS, smaller in a local run. */
  readonly scale: number;
}

/**
 * Whole seconds until a message is tried again after its n-th receive, n from 1. After the last listed receive
 * the answer is 0: there is nothing left to wait for, and the queue moves the message to its dead letters.
 *
 * @param random a number in [0, 1)
 */
export function delayAfterReceive(receive: number, policy: GrowingDelay, random: number): number {
  const delay = policy.delaysSeconds[Math.max(1, receive) - 1];
  if (delay === undefined) {
    return 0;
  }
  const spread = 1 + policy.jitter * (2 * random - 1);
  return Math.min(LONGEST_DELAY_SECONDS, Math.max(1, Math.round(delay * policy.scale * spread)));
}
