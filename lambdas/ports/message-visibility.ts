/** Decides when a message that could not be handled is received again. */
export interface MessageVisibility {
  /** `delaySeconds`: whole seconds from now. */
  hideFor(receiptHandle: string, delaySeconds: number): Promise<void>;
}
