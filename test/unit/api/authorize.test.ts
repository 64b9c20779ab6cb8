import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import fc from 'fast-check';
import { createAuthorize } from '../../../lambdas/api/authorize';
import { loopbackFetcher } from '../../../lambdas/api/loopback-fetcher';
import { createTokenVerifier } from '../../../lambdas/api/token-verifier';
import { TestIssuer } from '../../support/intake/token-issuer';

const STAGE = 'arn:aws:execute-api:eu-central-1:123456789012:a1b2c3d4e5/v1';
const ROUTES = [
  'POST/orders',
  'GET/orders',
  'GET/orders/6f1ed002-ab5d-5f52-a6c1-000000000001',
  'GET/products',
  'POST/orders/6f1ed002-ab5d-5f52-a6c1-000000000001/cancel',
];

const issuer = new TestIssuer();
const stranger = new TestIssuer();
const now = () => Math.floor(Date.now() / 1_000);

let authorize: (event: APIGatewayTokenAuthorizerEvent) => Promise<APIGatewayAuthorizerResult>;

beforeAll(() => Promise.all([issuer.listen(), stranger.listen()]));
afterAll(() => Promise.all([issuer.close(), stranger.close()]));

beforeEach(() => {
  issuer.broken = undefined;
  issuer.fetches = 0;
  authorize = createAuthorize({
    verifyToken: createTokenVerifier({ issuer: issuer.url, audience: issuer.audience, jwksUri: issuer.jwksUri }),
  });
});

const as = (authorizationToken: string, route = 'GET/orders'): APIGatewayTokenAuthorizerEvent => ({
  type: 'TOKEN',
  authorizationToken,
  methodArn: `${STAGE}/${route}`,
});
const bearer = (token: string, route?: string) => as(`Bearer ${token}`, route);

describe('The authorizer', () => {
  it('lets the bearer of a token into the stage and says who it is', async () => {
    expect(await authorize(bearer(issuer.token({ scope: 'orders orders:operate' })))).toEqual({
      principalId: 'customer-1',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: `${STAGE}/*` }],
      },
      context: { subject: 'customer-1', scope: 'orders orders:operate' },
    });
  });

  it('gives one token the same policy on every route, so that a cached one fits the next', async () => {
    const token = issuer.token();

    const answers = await Promise.all(ROUTES.map((route) => authorize(bearer(token, route))));

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('names no scope when the token has none', async () => {
    expect((await authorize(bearer(issuer.token({ scope: undefined })))).context).toEqual({
      subject: 'customer-1',
      scope: '',
    });
  });

  it.each<[string, () => string]>([
    ['no token', () => ''],
    ['no scheme', () => issuer.token()],
    ['another scheme', () => `Basic ${issuer.token()}`],
    ['what is no token', () => 'Bearer abc'],
    ['two tokens', () => `Bearer ${issuer.token()} ${issuer.token()}`],
    ['a token of enormous size', () => `Bearer ${'a'.repeat(9_000)}.b.c`],
    ['an expired token', () => `Bearer ${issuer.token({ exp: now() - 1 })}`],
    ['a token that never expires', () => `Bearer ${issuer.token({ exp: undefined })}`],
    ['a token that is not valid yet', () => `Bearer ${issuer.token({ nbf: now() + 60 })}`],
    ['a token of another issuer', () => `Bearer ${issuer.token({ iss: 'https://issuer.example' })}`],
    ['a token of no issuer', () => `Bearer ${issuer.token({ iss: undefined })}`],
    ['a token for another audience', () => `Bearer ${issuer.token({ aud: 'another-api' })}`],
    ['a token for no audience', () => `Bearer ${issuer.token({ aud: undefined })}`],
    ['a token of nobody', () => `Bearer ${issuer.token({ sub: undefined })}`],
    ['an empty subject', () => `Bearer ${issuer.token({ sub: '' })}`],
    ['a subject that is too long', () => `Bearer ${issuer.token({ sub: 'x'.repeat(129) })}`],
    ['a subject with a newline', () => `Bearer ${issuer.token({ sub: 'a\nb' })}`],
    ['a subject that is a number', () => `Bearer ${issuer.token({ sub: 7 })}`],
    ['a token that asks for no check (alg none)', () => `Bearer ${issuer.unsignedToken()}`],
    ['a token signed with the public key (alg HS256)', () => `Bearer ${issuer.confusedToken()}`],
    ['a token whose key is not published', () => `Bearer ${stranger.token({ iss: issuer.url }, { kid: 'key-1' })}`],
    ['a token that names no known key', () => `Bearer ${issuer.token({}, { kid: 'key-9', signWith: 'key-1' })}`],
    ['a token that was changed', () => `Bearer ${tampered(issuer.token())}`],
  ])('row 8: refuses %s', async (_, authorization) => {
    await expect(authorize(as(authorization()))).rejects.toThrow(/^Unauthorized$/);
  });

  it('row 8: refuses whatever is put together by chance, and never fails over it', async () => {
    const part = fc.oneof(
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
      fc
        .record({
          alg: fc.constantFrom('RS256', 'ES256', 'EdDSA', 'none', 'x'),
          kid: fc.constantFrom('key-1', '', 'x'),
        })
        .map((header) => Buffer.from(JSON.stringify(header)).toString('base64url')),
      fc.string(),
    );
    const authorization = fc.oneof(
      fc.tuple(part, part, part).map((parts) => `Bearer ${parts.join('.')}`),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(authorization, (text) => expect(authorize(as(text))).rejects.toThrow(/^Unauthorized$/)),
    );
  });

  it('reads the keys once for many tokens', async () => {
    await authorize(bearer(issuer.token()));
    await authorize(bearer(issuer.token({ sub: 'customer-2' })));

    expect(issuer.fetches).toBe(1);
  });

  it('takes a new key of the issuer without a restart', async () => {
    await authorize(bearer(issuer.token()));
    issuer.addKey('key-2');

    expect((await authorize(bearer(issuer.token({}, { kid: 'key-2' })))).principalId).toBe('customer-1');
  });

  it.each([
    ['fails', { status: 500, body: 'no' }],
    ['answers what is no key', { status: 200, body: '{"hello":1}' }],
  ])('refuses nobody because the issuer %s: that is an error of ours', async (_, broken) => {
    issuer.broken = broken;

    await expect(authorize(bearer(issuer.token()))).rejects.toThrow('the keys of the issuer could not be used');
  });

  it('fails without the ARN of a method', async () => {
    const event = { ...bearer(issuer.token()), methodArn: 'arn:aws:execute-api:x' };

    await expect(authorize(event)).rejects.toThrow('without the ARN of a method');
  });
});

/** The same token with another subject under the old signature. */
function tampered(token: string): string {
  const [header, payload = '', signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return [header, Buffer.from(JSON.stringify({ ...claims, sub: 'customer-2' })).toString('base64url'), signature].join(
    '.',
  );
}

describe('Fetching keys over plain http', () => {
  it.each(['http://169.254.169.254/keys', 'http://127.0.0.1.example/keys', 'http://10.0.0.1/', 'https://localhost/'])(
    'fails for %s, which is not this machine over http',
    async (uri) => {
      await expect(loopbackFetcher.fetch(uri)).rejects.toThrow('from this machine only');
    },
  );

  it('fails when it is sent elsewhere', async () => {
    issuer.broken = { status: 302, body: '' };

    await expect(loopbackFetcher.fetch(issuer.jwksUri)).rejects.toThrow();
  });

  it('fails at the start when the keys of another machine would come without TLS', () => {
    const unsafe = { issuer: issuer.url, audience: issuer.audience, jwksUri: 'http://issuer.example/keys' };

    expect(() => createTokenVerifier(unsafe)).toThrow("must be fetched over https, got 'http://issuer.example/keys'");
  });
});
