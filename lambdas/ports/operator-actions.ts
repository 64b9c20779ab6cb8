import type { RecordSubject } from './failure-records';

interface ActedUpon {
  /** `begun` stands when the operator's tool ended half-way: what it was about may be done, half done, or not. */
  readonly outcome: 'begun' | 'done' | 'failed';
  readonly by: string;
  /** The identity provider's own id of that person, of who signed in: names change hands. */
  readonly bySubject?: string | undefined;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Why it was done, or how it failed. */
  readonly reason?: string | undefined;
  /** Of what the operator's tool did for it, when that is traced. */
  readonly traceId?: string | undefined;
}

/** What an operator did with a dead letter: who, when, what, and how it ended. */
export interface LetterAction extends ActedUpon {
  readonly kind: 'replay' | 'edit-and-replay' | 'archive';
  readonly queue: string;
  readonly letterId: string;
  readonly orderId?: string | undefined;
  readonly fingerprint: string;
  /** How often the message has been sent back with this. */
  readonly replays: number;
  /** The message as it was, when the action takes it away for good. */
  readonly body?: string | undefined;
}

/** What an operator did about an order that needs repair: tried again to finish it, undid it, or settled it by hand. */
export interface OrderAction extends ActedUpon {
  readonly kind: 'retry' | 'undo' | 'resolve';
  readonly orderId: string;
}

export type OperatorAction = LetterAction | OrderAction;

/** Whether it was done with this letter; with none named, whatever it was done with. */
export const isOnLetter = (action: OperatorAction, letterId: string | undefined): boolean =>
  letterId === undefined || ('letterId' in action && action.letterId === letterId);

export interface OperatorActions {
  /** Writing the same action again (who, when, which letter) changes its outcome. */
  record(action: OperatorAction): Promise<void>;
  /** Oldest first, as far as they are still kept. */
  actionsOn(subject: RecordSubject): Promise<readonly OperatorAction[]>;
  /** Whatever they were done with, or with one letter. Newest first. */
  newest(query: { readonly limit: number; readonly letterId?: string | undefined }): Promise<readonly OperatorAction[]>;
}
