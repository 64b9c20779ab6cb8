import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { JwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { customerToken } from '../../../localstack/token-issuer/local-token';
import { signingKey } from '../../../localstack/token-issuer/signing-key';
import { AUDIENCE, startTokenIssuer, type TokenIssuer } from '../../../localstack/token-issuer/token-issuer';

describe('Local token issuer', () => {
  let stateDirectory: string;
  let issuer: TokenIssuer;

  beforeEach(async () => {
    stateDirectory = mkdtempSync(path.join(tmpdir(), 'token-issuer-'));
    issuer = await startTokenIssuer(signingKey(stateDirectory), 0);
  });

  afterEach(async () => {
    await issuer.close();
    rmSync(stateDirectory, { recursive: true, force: true });
  });

  const verify = async (token: string) => {
    const verifier = JwtVerifier.create(
      { issuer: issuer.url, audience: AUDIENCE, jwksUri: issuer.jwksUrl },
      {
        jwksCache: new SimpleJwksCache({
          fetcher: { fetch: async (uri) => (await fetch(uri)).arrayBuffer() },
        }),
      },
    );
    return verifier.verify(token);
  };
  const local = () => ({ stateDirectory, issuer: issuer.url, audience: AUDIENCE });

  it('issues tokens that verify with the key that it publishes', async () => {
    const { sub, scope, exp, iat } = await verify(customerToken(local(), 'customer-7', { lifetimeSeconds: 60 }));

    expect({ sub, scope, lifetime: Number(exp) - Number(iat) }).toEqual({
      sub: 'customer-7',
      scope: 'orders',
      lifetime: 60,
    });
  });

  it('gives an operator the scope to handle all orders', async () => {
    const { scope } = await verify(customerToken(local(), 'operator-1', { operator: true }));

    expect(scope).toBe('orders orders:operate');
  });

  it('signs with the same key after a restart, so that tokens stay valid', async () => {
    const token = customerToken(local(), 'customer-7');

    expect(signingKey(stateDirectory).id).toBe(signingKey(stateDirectory).id);
    await expect(verify(token)).resolves.toMatchObject({ sub: 'customer-7' });
  });

  it('fails for a token of another issuer that claims to be this one', async () => {
    const foreign = mkdtempSync(path.join(tmpdir(), 'token-issuer-'));
    const token = customerToken({ ...local(), stateDirectory: foreign }, 'customer-7');
    rmSync(foreign, { recursive: true });

    await expect(verify(token)).rejects.toThrow(/no match|not found in the JWKS/i);
  });
});
