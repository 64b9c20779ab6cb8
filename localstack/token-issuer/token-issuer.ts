import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from '../simulator/answer';
import { createAuthorizationCodes } from './authorization-codes';
import { createSignIn } from './sign-in';
import type { SigningKey } from './signing-key';

export const AUDIENCE = 'order-workflow';

export interface TokenIssuer {
  readonly url: string;
  readonly jwksUrl: string;
  close(): Promise<void>;
}

const BODY_BYTES_MAX = 16 * 1024;
const NOT_FOUND: Answer = { status: 404, body: {} };

/**
 * Plays the identity provider: publishes the key that tokens are verified with, and lets people sign in to the console.
 * Tokens for the API are made on the command line; over HTTP it signs ID tokens of the console only.
 *
 * @param port 0 takes a free one
 */
export async function startTokenIssuer(key: SigningKey, port: number): Promise<TokenIssuer> {
  const jwks = { keys: [{ ...key.publicJwk, kid: key.id, use: 'sig', alg: 'RS256' }] };
  let url = issuerUrl(port);
  const signIn = createSignIn({ key, issuer: () => url, codes: createAuthorizationCodes() });

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    switch (`${request.method} ${pathname}`) {
      case 'GET /.well-known/jwks.json':
        return { status: 200, body: jwks };
      case 'GET /.well-known/openid-configuration':
        return signIn.discovery();
      case 'GET /authorize':
        return signIn.ask(searchParams);
      case 'POST /authorize':
        return signIn.send(await form(request));
      case 'POST /token':
        return signIn.exchange(await form(request));
      default:
        return NOT_FOUND;
    }
  };

  const server = createServer((request, response) => {
    void answer(request)
      .catch((): Answer => ({ status: 400, body: { error: 'invalid_request' } }))
      .then(({ status, body, headers }) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      });
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  url = issuerUrl((server.address() as AddressInfo).port);
  return {
    url,
    jwksUrl: `${url}/.well-known/jwks.json`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function form(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > BODY_BYTES_MAX) {
      throw new Error(`a form may have ${BODY_BYTES_MAX} characters, got more`);
    }
  }
  return new URLSearchParams(text);
}

export const issuerUrl = (port: number): string => `http://127.0.0.1:${port}`;
