import { isPlainLoopback } from '../../lambdas/api/loopback-fetcher';
import { DependencyUnavailableError } from '../../lambdas/domain/failures';
import { type Person, ROLES, type Role } from './operator';

export interface IdentitySettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly scopes: string;
  readonly callbackUrl: string;
  readonly roleClaim: string;
  /** The value of the claim that stands for each role. */
  readonly roleValues: Readonly<Record<Role, string>>;
}

/** What has to be remembered between the way there and the way back. */
export interface SignInAttempt {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface IdentityProvider {
  begin(): Promise<{ readonly url: URL; readonly attempt: SignInAttempt }>;
  /** @returns undefined for somebody who is known there and may not come in here */
  finish(callback: URL, attempt: SignInAttempt): Promise<Person | undefined>;
}

const DISCOVERY_TIMEOUT_SECONDS = 5;

/** OpenID Connect, authorization code with PKCE. The provider is looked up when somebody first signs in. */
export function createIdentityProvider(settings: IdentitySettings): IdentityProvider {
  // ESM only, while this repository is CommonJS.
  const load = () => import('openid-client');
  const discover = async () => {
    const client = await load();
    const authentication =
      settings.clientSecret === undefined ? client.None() : client.ClientSecretPost(settings.clientSecret);
    const config = await client.discovery(new URL(settings.issuer), settings.clientId, {}, authentication, {
      timeout: DISCOVERY_TIMEOUT_SECONDS,
      execute: [
        // The ID token came straight from the provider; its signature is checked all the same.
        client.enableNonRepudiationChecks,
        // Only the issuer of a local run, on this machine.
        ...(isPlainLoopback(settings.issuer) ? [client.allowInsecureRequests] : []),
      ],
    });
    return { client, config };
  };
  let found: ReturnType<typeof discover> | undefined;
  const provider = (): ReturnType<typeof discover> => {
    found ??= discover().catch((error) => {
      found = undefined; // asked again by the next person
      throw new DependencyUnavailableError('the identity provider', { cause: error });
    });
    return found;
  };

  return {
    async begin() {
      const { client, config } = await provider();
      const attempt = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
      };
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: settings.callbackUrl,
        scope: settings.scopes,
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      });
      return { url, attempt };
    },

    async finish(callback, { state, nonce, verifier }) {
      const { client, config } = await provider();
      const tokens = await client.authorizationCodeGrant(config, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return personIn(tokens.claims() ?? {}, settings);
    },
  };
}

/** The strongest role that the claim names; a claim is a word, several in one text, or a list. */
export function personIn(
  claims: Readonly<Record<string, unknown>>,
  { roleClaim, roleValues }: Pick<IdentitySettings, 'roleClaim' | 'roleValues'>,
): Person | undefined {
  const claim = claims[roleClaim];
  const values = Array.isArray(claim) ? claim.map(String) : String(claim ?? '').split(/[\s,]+/);
  const role = ROLES.findLast((candidate) => values.includes(roleValues[candidate]));
  const { sub, preferred_username: username, email, name } = claims;
  return typeof sub !== 'string' || role === undefined
    ? undefined
    : { subject: sub, name: String(username ?? email ?? name ?? sub), role };
}
