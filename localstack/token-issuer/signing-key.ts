import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeAtomically } from '../write-atomically';

export interface SigningKey {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicJwk: JsonWebKey;
}

/** The issuer's key. It stays over restarts, so that tokens that were printed before go on to work. */
export function signingKey(stateDirectory: string): SigningKey {
  const file = path.join(stateDirectory, 'token-signing-key.pem');
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeAtomically(file, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
  }
  const privateKey = createPrivateKey(readFileSync(file, 'utf8'));
  const publicJwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return { id: thumbprint(publicJwk), privateKey, publicJwk };
}

/** RFC 7638: the required members of the key in lexicographic order, hashed. */
const thumbprint = ({ e, kty, n }: JsonWebKey): string =>
  createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
