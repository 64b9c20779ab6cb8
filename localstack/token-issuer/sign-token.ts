import { randomUUID, sign } from 'node:crypto';
import type { SigningKey } from './signing-key';

export interface TokenClaims {
  readonly subject: string;
  readonly scopes: readonly string[];
  readonly issuer: string;
  readonly audience: string;
  readonly lifetimeSeconds: number;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT as an identity provider issues it (RFC 7519, RS256; `scope` as in RFC 9068). */
export const signToken = (key: SigningKey, claims: TokenClaims, now: Date = new Date()): string =>
  signClaims(
    key,
    {
      iss: claims.issuer,
      aud: claims.audience,
      sub: claims.subject,
      scope: claims.scopes.join(' '),
    },
    claims.lifetimeSeconds,
    now,
  );

/** The same for any claims, an ID token's for instance. */
export function signClaims(
  key: SigningKey,
  claims: Readonly<Record<string, unknown>>,
  lifetimeSeconds: number,
  now: Date = new Date(),
): string {
  const issuedAt = Math.floor(now.getTime() / 1_000);
  const content = [
    encode({ alg: 'RS256', typ: 'JWT', kid: key.id }),
    encode({ ...claims, iat: issuedAt, exp: issuedAt + lifetimeSeconds, jti: randomUUID() }),
  ].join('.');
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key.privateKey).toString('base64url')}`;
}
