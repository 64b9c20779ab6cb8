import type { WebhookDelivery } from '../contracts/webhook-delivery';

/** What a message that asks for an attempt finds. */
export type Claim =
  | 'yours'
  /** This attempt was made, or a later one, or the delivery has ended. */
  | 'settled'
  /** Somebody else is at it, or died at it a moment ago. */
  | 'busy';

export type Ending = 'delivered' | 'given up' | 'skipped';

/**
 * How far each delivery has come, so that of two copies of a message one makes the attempt. A copy that was lost with its
 * process is made up for: the claim on an attempt ends with its lease.
 */
export interface WebhookProgress {
  claim(delivery: WebhookDelivery, now: Date, leaseMs: number): Promise<Claim>;
  /** The attempt was made and the next one is in the queue; or, with an ending, there is no next one. */
  settle(delivery: WebhookDelivery, ending?: Ending): Promise<void>;
  /**
   * The attempt was not made, or not recorded, and whoever claimed it is at it no more: the next message may claim it at once.
   *
   * @param claimedAt as it was given to `claim`, since another may hold a later claim by now
   */
  release(delivery: WebhookDelivery, claimedAt: Date, leaseMs: number): Promise<void>;
}

/** For operators: a delivery as it was last claimed, and a new beginning for it. */
export interface WebhookReplays {
  find(deliveryId: string): Promise<WebhookDelivery | undefined>;
  /**
   * Lets the delivery begin anew, whatever had become of it.
   *
   * @returns the message of its first attempt, or undefined when nothing is known of it
   */
  restart(deliveryId: string, now: Date): Promise<WebhookDelivery | undefined>;
}
