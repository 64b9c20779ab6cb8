/** What deliveries are signed with. */
export interface SigningSecrets {
  /**
   * The newest first. More than one while they are rotated.
   *
   * @returns none when the endpoint has no secret, for instance since it was removed
   */
  secretsOf(endpointId: string): Promise<readonly string[]>;
}

/** `until` is when the first of the old secrets ends, and there may be another one. */
export type Rotation =
  | { readonly kind: 'rotated'; readonly secret: string }
  | { readonly kind: 'too many'; readonly until: Date };

/** Who makes the secrets of endpoints. Each is shown once, when it is made. */
export interface WebhookSecrets {
  /** As `rotate` when there is one already, and without its bound. Of two, the one that was asked for last is the current one. */
  create(endpointId: string, now: Date, previousValidUntil: Date): Promise<string>;
  /**
   * Makes a new one; deliveries are signed with the old one, too, until the given moment. Older ones keep theirs: each was
   * promised as long.
   */
  rotate(endpointId: string, now: Date, previousValidUntil: Date): Promise<Rotation>;
  /** Leaves alone what was asked for later: the endpoint was registered anew. */
  remove(endpointId: string, askedAt: Date): Promise<void>;
}
