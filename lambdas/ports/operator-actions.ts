import type { RecordSubject } from './failure-records';

/** What an operator did with a dead letter: who, when, what, and how it ended. */
export interface OperatorAction {
  readonly kind: 'replay' | 'edit-and-replay' | 'archive';
  /** `begun` stands when the operator's tool ended half-way: the letter is in the queue, in the dead letters, or in both. */
  readonly outcome: 'begun' | 'done' | 'failed';
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly queue: string;
  readonly letterId: string;
  readonly orderId?: string | undefined;
  readonly fingerprint: string;
  /** How often the message has been sent back with this. */
  readonly replays: number;
  /** Why it was archived, or how the action failed. */
  readonly reason?: string | undefined;
  /** The message as it was, when the action takes it away for good. */
  readonly body?: string | undefined;
}

export interface OperatorActions {
  /** Writing the same action again (who, when, which letter) changes its outcome. */
  record(action: OperatorAction): Promise<void>;
  /** Oldest first, as far as they are still kept. */
  actionsOn(subject: RecordSubject): Promise<readonly OperatorAction[]>;
}
