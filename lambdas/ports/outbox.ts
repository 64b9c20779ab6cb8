import type { OrderEvent } from '../contracts/order-event';

/** An event that was written and has not been seen to leave. */
export interface LeftEvent {
  readonly eventId: string;
  /** How often it was taken out of the outbox, this time included. */
  readonly attempts: number;
  /** As it has to be published; read from rows, so it may not be what an event must be. */
  readonly event: unknown;
}

export interface ParkedEvent {
  readonly eventId: string;
  readonly orderId: string;
  readonly type: string;
  readonly sequence: number;
  readonly reason: string;
  readonly attempts: number;
  /** ISO 8601, UTC. */
  readonly writtenAt: string;
  readonly parkedAt: string;
}

export interface Backlog {
  /** Events that wait, without those that are parked. */
  readonly waiting: number;
  /** Of the one that has waited longest. 0 when none waits. */
  readonly oldestAgeSeconds: number;
  readonly parked: number;
}

/** The events of committed changes, until they are known to be on the bus. */
export interface Outbox {
  /** What was published leaves the outbox. Safe to repeat. */
  markPublished(eventIds: readonly string[]): Promise<void>;
  /**
   * Takes events that have been left for a while, oldest first, for `leaseSeconds`: no other caller gets them for as long.
   */
  claim(query: {
    readonly leftForSeconds: number;
    readonly leaseSeconds: number;
    readonly limit: number;
  }): Promise<readonly LeftEvent[]>;
  /** Takes events out of the sweeper's way that cannot be published. */
  park(events: readonly { readonly eventId: string; readonly reason: string }[]): Promise<void>;
  /** Lets a parked event be tried again. False when it is not parked. */
  unpark(eventId: string): Promise<boolean>;
  parked(query: { readonly limit: number }): Promise<readonly ParkedEvent[]>;
  backlog(): Promise<Backlog>;
}

/** Events that this execution environment has written since it was last asked, in the order of writing. */
export interface WrittenEvents {
  take(): readonly OrderEvent[];
}
