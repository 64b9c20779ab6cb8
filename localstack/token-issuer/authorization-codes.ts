import { createHash, randomBytes } from 'node:crypto';

/** What a person chose on the sign-in page, and for whom the code is. */
export interface Grant {
  readonly name: string;
  readonly role: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly nonce: string | undefined;
}

export interface AuthorizationCodes {
  issue(grant: Grant): string;
  /** Once: undefined for a code that is unknown, used, too old, or asked for by somebody else than it was given to. */
  redeem(request: {
    readonly code: string;
    readonly clientId: string;
    readonly redirectUri: string;
    readonly codeVerifier: string;
  }): Grant | undefined;
}

const LIFETIME_MS = 60_000;
const MOST_CODES = 1_000;

/** Codes of the authorization code flow with PKCE (RFC 7636, S256 only). */
export function createAuthorizationCodes(now: () => number = Date.now): AuthorizationCodes {
  const open = new Map<string, { readonly grant: Grant; readonly until: number }>();

  return {
    issue(grant) {
      const [oldest] = open.keys();
      if (open.size >= MOST_CODES && oldest !== undefined) {
        open.delete(oldest);
      }
      const code = randomBytes(24).toString('base64url');
      open.set(code, { grant, until: now() + LIFETIME_MS });
      return code;
    },
    redeem({ code, clientId, redirectUri, codeVerifier }) {
      const found = open.get(code);
      open.delete(code);
      const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
      return found !== undefined &&
        found.until > now() &&
        found.grant.clientId === clientId &&
        found.grant.redirectUri === redirectUri &&
        found.grant.codeChallenge === challenge
        ? found.grant
        : undefined;
    },
  };
}
