import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Claims {
  readonly [claim: string]: unknown;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An identity provider on this machine: a key, where it is published, and tokens of every kind, sound or not. */
export class TestIssuer {
  readonly audience = 'orders-api';
  readonly #keys = new Map<string, KeyObject>();
  readonly #published = new Map<string, object>();
  readonly #server: Server = createServer((_, response) => {
    this.fetches += 1;
    const { status, body } = this.broken ?? {
      status: 200,
      body: JSON.stringify({ keys: [...this.#published.values()] }),
    };
    // A connection that is kept may be closed by us at the very moment of the next request, on a busy machine at least.
    response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(body);
  });
  fetches = 0;
  /** What the address of the keys answers instead of them. */
  broken: { readonly status: number; readonly body: string } | undefined;

  constructor() {
    this.addKey('key-1');
  }

  addKey(kid: string): void {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.#keys.set(kid, privateKey);
    this.#published.set(kid, { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' });
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  close(): Promise<unknown> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  get jwksUri(): string {
    return `${this.url}/.well-known/jwks.json`;
  }

  claims(changes: Claims = {}): Claims {
    const now = Math.floor(Date.now() / 1_000);
    return {
      iss: this.url,
      aud: this.audience,
      sub: 'customer-1',
      scope: 'orders',
      iat: now,
      exp: now + 600,
      ...changes,
    };
  }

  token(changes: Claims = {}, header: Claims = {}): string {
    const content = this.#content(changes, { alg: 'RS256', kid: 'key-1', ...header });
    const key = this.#keys.get(String(header['signWith'] ?? header['kid'] ?? 'key-1'));
    if (key === undefined) {
      throw new Error('the issuer has no such key');
    }
    return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
  }

  /** Says that it needs no signature. */
  unsignedToken(): string {
    return `${this.#content({}, { alg: 'none', kid: 'key-1' })}.x`;
  }

  /** Signed with the published key as if that were a shared secret. */
  confusedToken(): string {
    const content = this.#content({}, { alg: 'HS256', kid: 'key-1' });
    const secret = JSON.stringify(this.#published.get('key-1'));
    return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
  }

  #content(claims: Claims, { signWith: _, ...header }: Claims): string {
    return `${encode({ typ: 'JWT', ...header })}.${encode(this.claims(claims))}`;
  }
}
