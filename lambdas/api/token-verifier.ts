import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import { isPlainLoopback, loopbackFetcher } from './loopback-fetcher';

/** Of one request for the keys. The verifier's own fetcher makes a second one at once when the first has failed. */
export const JWKS_TIMEOUT_MS = 2_000;
export const JWKS_ATTEMPTS = 2;

export type VerifyToken = (token: string) => Promise<JwtPayload>;

/**
 * Verifies JSON Web Tokens of one issuer for one audience with the issuer's published keys, which are kept for
 * the life of the execution environment and fetched again when a token names a key that is not among them.
 *
 * @throws when the keys would come from another machine without TLS
 */
export function createTokenVerifier({
  issuer,
  audience,
  jwksUri,
}: {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
}): VerifyToken {
  if (!isPlainLoopback(jwksUri) && new URL(jwksUri).protocol !== 'https:') {
    throw new Error(`keys must be fetched over https, got '${jwksUri}'`);
  }
  const fetcher = isPlainLoopback(jwksUri)
    ? loopbackFetcher
    : new SimpleFetcher({ defaultRequestOptions: { responseTimeout: JWKS_TIMEOUT_MS } });
  const verifier = JwtVerifier.create({ issuer, audience, jwksUri }, { jwksCache: new SimpleJwksCache({ fetcher }) });

  return (token) => verifier.verify(token);
}
