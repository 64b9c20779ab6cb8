import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createTokenVerifier, JWKS_ATTEMPTS } from '../../../lambdas/api/token-verifier';
import { TestIssuer } from '../../support/intake/token-issuer';

describe('Fetching keys over https', () => {
  it('asks as often as its time-out reckons with when nobody answers', async () => {
    let asked = 0;
    const server = createServer((socket) => {
      asked += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = new TestIssuer();
    await issuer.listen();
    try {
      const { port } = server.address() as AddressInfo;
      const verify = createTokenVerifier({
        ...{ issuer: issuer.url, audience: issuer.audience },
        jwksUri: `https://127.0.0.1:${port}/jwks.json`,
      });

      await expect(verify(issuer.token())).rejects.toThrow();

      expect(asked).toBe(JWKS_ATTEMPTS);
    } finally {
      await issuer.close();
      server.close();
    }
  });
});
