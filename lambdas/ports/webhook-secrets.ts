/** What deliveries are signed with. */
export interface SigningSecrets {
  /**
   * The newest first. More than one while they are rotated.
   *
   * @returns none when the endpoint has no secret, for instance since it was removed
   */
  secretsOf(endpointId: string): Promise<readonly string[]>;
}

/** Who makes the secrets of endpoints. Each is shown once, when it is made. */
export interface WebhookSecrets {
  create(endpointId: string): Promise<string>;
  /** Makes a new one; deliveries are signed with the old one, too, until the given moment. */
  rotate(endpointId: string, previousValidUntil: Date): Promise<string>;
  remove(endpointId: string): Promise<void>;
}
