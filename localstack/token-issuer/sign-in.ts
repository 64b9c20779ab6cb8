import { isPlainLoopback } from '../../lambdas/api/loopback-fetcher';
import type { Answer } from '../simulator/answer';
import type { AuthorizationCodes } from './authorization-codes';
import { LOCAL_ROLES, signInPage } from './sign-in-page';
import { signClaims } from './sign-token';
import type { SigningKey } from './signing-key';

/** The one client that people sign in to. It is public: it has no secret, and PKCE in its place. */
export const CONSOLE_CLIENT = 'order-console';

const ID_TOKEN_SECONDS = 300;
const NAME = /^[\w .@-]{1,64}$/;

const refuse = (error: string): Answer => ({ status: 400, body: { error } });

/** The endpoints of OpenID Connect that a sign-in needs (authorization code with PKCE), and no more. */
export const createSignIn = ({
  key,
  issuer,
  codes,
}: {
  readonly key: SigningKey;
  readonly issuer: () => string;
  readonly codes: AuthorizationCodes;
}) => ({
  discovery: (): Answer => ({
    status: 200,
    body: {
      issuer: issuer(),
      authorization_endpoint: `${issuer()}/authorize`,
      token_endpoint: `${issuer()}/token`,
      jwks_uri: `${issuer()}/.well-known/jwks.json`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
      scopes_supported: ['openid', 'profile'],
    },
  }),

  /** The page on which a person says who they are. */
  ask(request: URLSearchParams): Answer {
    const problem = problemWith(request);
    return problem === undefined
      ? { status: 200, body: signInPage(request), headers: { 'content-type': 'text/html; charset=utf-8' } }
      : refuse(problem);
  },

  /** Sends the person back with a code. */
  send(form: URLSearchParams): Answer {
    const problem = problemWith(form);
    const name = form.get('login') ?? '';
    const role = form.get('role') ?? '';
    if (problem !== undefined || !NAME.test(name) || !(LOCAL_ROLES as readonly string[]).includes(role)) {
      return refuse(problem ?? 'invalid_request');
    }
    const redirectUri = form.get('redirect_uri') ?? '';
    const back = new URL(redirectUri);
    back.searchParams.set(
      'code',
      codes.issue({
        name,
        role,
        clientId: CONSOLE_CLIENT,
        redirectUri,
        codeChallenge: form.get('code_challenge') ?? '',
        nonce: form.get('nonce') ?? undefined,
      }),
    );
    back.searchParams.set('state', form.get('state') ?? '');
    return { status: 303, body: '', headers: { location: back.href } };
  },

  /** Gives tokens for a code. */
  exchange(form: URLSearchParams): Answer {
    const grant = codes.redeem({
      code: form.get('code') ?? '',
      clientId: form.get('client_id') ?? '',
      redirectUri: form.get('redirect_uri') ?? '',
      codeVerifier: form.get('code_verifier') ?? '',
    });
    if (form.get('grant_type') !== 'authorization_code' || grant === undefined) {
      return refuse('invalid_grant');
    }
    const { name, role, clientId, nonce } = grant;
    const claims = { iss: issuer(), aud: clientId, sub: name, preferred_username: name, roles: [role] };
    return {
      status: 200,
      body: {
        token_type: 'Bearer',
        expires_in: ID_TOKEN_SECONDS,
        access_token: signClaims(key, claims, ID_TOKEN_SECONDS),
        id_token: signClaims(key, nonce === undefined ? claims : { ...claims, nonce }, ID_TOKEN_SECONDS),
      },
      headers: { 'cache-control': 'no-store' },
    };
  },
});

/** A code is sent to this machine only, whoever asks. */
function problemWith(request: URLSearchParams): string | undefined {
  const redirectUri = request.get('redirect_uri') ?? '';
  if (!URL.canParse(redirectUri) || !isPlainLoopback(redirectUri)) {
    return 'invalid_request: redirect_uri is not on this machine';
  }
  if (request.get('client_id') !== CONSOLE_CLIENT) {
    return 'unauthorized_client';
  }
  return request.get('response_type') === 'code' && request.get('code_challenge_method') === 'S256'
    ? undefined
    : 'unsupported_response_type: only a code with PKCE S256';
}
