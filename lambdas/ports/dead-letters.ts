/** Message attribute that counts replays; it goes with the message wherever it goes. */
export const REPLAYS_ATTRIBUTE = 'replays';

/** A message that can never succeed, as it was received. */
export interface PoisonMessage {
  readonly body: string;
  readonly messageId: string;
  /** Why it can never succeed: a code and places in the message, never its content. */
  readonly reason: string;
  /** How often an operator has sent it back, from 0. */
  readonly replays: number;
  readonly traceHeader?: string | undefined;
}

/** Where messages wait for an operator. The same message may arrive there twice. */
export interface DeadLetters {
  send(message: PoisonMessage): Promise<void>;
}
