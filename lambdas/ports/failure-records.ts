/** Why one receive of one message failed. Holds nothing personal: ids, names and texts of our own. */
export interface Failure {
  /** Name of the queue that the message was received from. */
  readonly queue: string;
  readonly consumer: string;
  readonly messageId: string;
  /** Unknown when the message does not say it in a form that an order id has. */
  readonly orderId?: string | undefined;
  readonly errorName: string;
  readonly message: string;
  /** The same for the same cause, whatever the order. */
  readonly fingerprint: string;
  /** Which receive of the message it was, from 1. */
  readonly attempt: number;
  /** Whether the message is among the dead letters after it. Not known of failures that earlier versions wrote down. */
  readonly isLast?: boolean | undefined;
  readonly traceId?: string | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface FailureRecords {
  /** Keeps the failure beside those of other receives; the same one twice is kept once. */
  record(failure: Failure): Promise<void>;
}

/** Whose failures or actions: those of the order, or of the message when it names none. */
export interface RecordSubject {
  readonly orderId?: string | undefined;
  readonly messageId: string;
}

export interface FailureHistory {
  /** Oldest first, as far as they are still kept. */
  failuresOf(subject: RecordSubject): Promise<readonly Failure[]>;
}
