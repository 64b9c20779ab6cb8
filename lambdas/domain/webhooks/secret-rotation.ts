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
  /** When the current one was asked for, ISO 8601, UTC. The version before this one did not write it down. */
  readonly since?: string | undefined;
  readonly previous?: OldSecret | undefined;
  /** Those before it, the newest first. A member of its own, so that the version before this one can read the rest. */
  readonly older?: readonly OldSecret[] | undefined;
}

/** The old ones that have not ended, the newest first. */
export const validOldSecrets = ({ previous, older = [] }: EndpointSecrets, now: Date): readonly OldSecret[] =>
  [...(previous === undefined ? [] : [previous]), ...older].filter(
    ({ validUntil }) => now.getTime() < Date.parse(validUntil),
  );

/** Whether the current secret was asked for later than something that comes only now: that was slow, and nobody knows who heard of it. */
export const isOvertaken = ({ since }: EndpointSecrets, askedAt: Date): boolean =>
  since !== undefined && askedAt.getTime() < Date.parse(since);

interface Asked {
  readonly now: Date;
  readonly previousValidUntil: Date;
}

/**
 * The first secret of an endpoint. One that is there is of a rotation that was quicker, or was left behind by an endpoint
 * with the same address: what was asked for last is the current one, and the other one is valid for as long as a replaced one.
 */
export function firstSecrets(before: EndpointSecrets | undefined, next: string, asked: Asked): EndpointSecrets {
  const { now, previousValidUntil } = asked;
  if (before === undefined) {
    return { current: next, since: now.toISOString() };
  }
  const rotated = rotateSecrets(before, next, asked);
  if (rotated.kind === 'rotated') {
    return rotated.secrets;
  }
  if (isOvertaken(before, now)) {
    // One more than there should be, and once: the answer to who registers it says this secret, so it has to be valid.
    return replaced(before, next, asked);
  }
  const previous = { secret: before.current, validUntil: previousValidUntil.toISOString() };
  return { current: next, since: now.toISOString(), previous };
}

/**
 * Puts a secret in the place of the current one, unless that was asked for later. Each that was replaced keeps the time
 * that it was promised.
 */
export function rotateSecrets(
  before: EndpointSecrets,
  next: string,
  asked: Asked,
):
  | { readonly kind: 'rotated'; readonly secrets: EndpointSecrets }
  | { readonly kind: 'too many'; readonly until: Date } {
  const older = validOldSecrets(before, asked.now);
  if (older.length >= MOST_OLD_SECRETS) {
    return { kind: 'too many', until: new Date(Math.min(...older.map(({ validUntil }) => Date.parse(validUntil)))) };
  }
  return { kind: 'rotated', secrets: replaced(before, next, asked) };
}

function replaced(before: EndpointSecrets, next: string, { now, previousValidUntil }: Asked): EndpointSecrets {
  const older = validOldSecrets(before, now);
  const validUntil = previousValidUntil.toISOString();
  const [first, second] = isOvertaken(before, now)
    ? [{ current: before.current, since: before.since }, next]
    : [{ current: next, since: now.toISOString() }, before.current];
  const previous = { secret: second, validUntil };
  return { ...first, previous, ...(older.length === 0 ? {} : { older }) };
}
