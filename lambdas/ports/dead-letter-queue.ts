/** A message that was given up, as it lies in the dead letters. */
export interface DeadLetter {
  /** Its message id there. */
  readonly id: string;
  readonly body: string;
  /** When the message was first sent: the move to the dead letters does not change it. ISO 8601, UTC. */
  readonly sentAt: string;
  /** Id of the message whose receives failed: another one when a consumer has buried it. */
  readonly receivedAs: string;
  /** Why its consumer buried it. */
  readonly reason?: string | undefined;
  /** How often it was sent back before, from 0. */
  readonly replays: number;
  readonly traceHeader?: string | undefined;
}

/** A dead letter that nobody else sees before `heldUntil`. */
export interface HeldLetter {
  readonly letter: DeadLetter;
  readonly receipt: string;
  /** Milliseconds since 1970. */
  readonly heldUntil: number;
}

export interface DeadLetterQueue {
  /** Takes up to ten for a while, and waits a moment for them: an empty answer means that none is to be had. */
  take(holdSeconds: number): Promise<readonly HeldLetter[]>;
  /** Holds a letter from now on for so long; `lost` when somebody else may have it already. */
  hold(receipt: string, seconds: number): Promise<'held' | 'lost'>;
  /** Lets others have it at once. Nothing happens when it is not held any more. */
  release(receipt: string): Promise<void>;
  remove(receipt: string): Promise<void>;
}

/** The queue that dead letters came from. */
export interface SourceQueue {
  send(message: {
    readonly body: string;
    readonly replays: number;
    readonly traceHeader?: string | undefined;
  }): Promise<void>;
}

export interface QueueDepth {
  readonly waiting: number;
  /** Received and not deleted: being worked on, or put off. */
  readonly inFlight: number;
}

export interface QueueGauge {
  depth(): Promise<QueueDepth>;
}
