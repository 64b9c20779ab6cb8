import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SigningKey } from './signing-key';

export const AUDIENCE = 'order-workflow';

export interface TokenIssuer {
  readonly url: string;
  readonly jwksUrl: string;
  close(): Promise<void>;
}

/**
 * Plays the identity provider: publishes the key that tokens are verified with. It signs for nobody over HTTP.
 *
 * @param port 0 takes a free one
 */
export async function startTokenIssuer(key: SigningKey, port: number): Promise<TokenIssuer> {
  const jwks = JSON.stringify({ keys: [{ ...key.publicJwk, kid: key.id, use: 'sig', alg: 'RS256' }] });
  const server = createServer((request, response) => {
    const isJwks = request.method === 'GET' && request.url === '/.well-known/jwks.json';
    response.writeHead(isJwks ? 200 : 404, { 'content-type': 'application/json' }).end(isJwks ? jwks : '{}');
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const url = issuerUrl((server.address() as AddressInfo).port);
  return {
    url,
    jwksUrl: `${url}/.well-known/jwks.json`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const issuerUrl = (port: number): string => `http://127.0.0.1:${port}`;
