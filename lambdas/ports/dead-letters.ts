/** A message that can never succeed, as it was received. */
export interface PoisonMessage {
  readonly body: string;
  readonly messageId: string;
  /** Why it can never succeed: a code and places in the message, never its content. */
  readonly reason: string;
  readonly traceHeader?: string | undefined;
}

/** Where messages wait for an operator. The same message may arrive there twice. */
export interface DeadLetters {
  send(message: PoisonMessage): Promise<void>;
}
