/**
 * Old secrets of an endpoint that are still valid. One whose answer was lost is made again at once, and again an hour later;
 * and those of all endpoints fit into the 64 kB that Secrets Manager takes.
 */
export const MOST_OLD_SECRETS = 3;

export interface OldSecret {
  readonly secret: string;
  /** ISO 8601, UTC. */
  readonly validUntil: string;
}

/** What is signed for one endpoint with. */
export interface EndpointSecrets {
  readonly current: string;
  readonly previous?: OldSecret | undefined;
  /** Those before it, the newest first. A member of its own, so that the version before this one can read the rest. */
  readonly older?: readonly OldSecret[] | undefined;
}

/** The old ones that have not ended, the newest first. */
export const validOldSecrets = ({ previous, older = [] }: EndpointSecrets, now: Date): readonly OldSecret[] =>
  [...(previous === undefined ? [] : [previous]), ...older].filter(
    ({ validUntil }) => now.getTime() < Date.parse(validUntil),
  );

/** Puts a secret in the place of the current one. Each that was replaced keeps the time that it was promised. */
export function rotateSecrets(
  before: EndpointSecrets,
  next: string,
  { now, previousValidUntil }: { readonly now: Date; readonly previousValidUntil: Date },
):
  | { readonly kind: 'rotated'; readonly secrets: EndpointSecrets }
  | { readonly kind: 'too many'; readonly until: Date } {
  const older = validOldSecrets(before, now);
  if (older.length >= MOST_OLD_SECRETS) {
    return { kind: 'too many', until: new Date(Math.min(...older.map(({ validUntil }) => Date.parse(validUntil)))) };
  }
  const previous = { secret: before.current, validUntil: previousValidUntil.toISOString() };
  return { kind: 'rotated', secrets: { current: next, previous, ...(older.length === 0 ? {} : { older }) } };
}
