import { generateKeyPairSync, sign } from 'node:crypto';

export interface Identity {
  /** PEM, both. */
  readonly certificate: string;
  readonly key: string;
}

/**
 * A certificate that a host has issued to itself, good for a day. Made on the spot, since Node can read certificates but
 * not write any, and a private key has no place in a repository.
 */
export function selfSigned(host: string): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(host)))));
  const now = Date.now();
  const extension = (id: string, value: Buffer) => sequence(oid(id), der(0x04, value));
  const content = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.from([1])),
    ED25519,
    name,
    sequence(moment(now - DAY_MS), moment(now + DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        extension('551d11', sequence(der(0x82, Buffer.from(host)))), // the name that it is good for
        extension('551d13', sequence(der(0x01, Buffer.from([0xff])))), // it is its own authority
      ),
    ),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign(null, content, privateKey)]));
  return {
    certificate: pem('CERTIFICATE', sequence(content, ED25519, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const DAY_MS = 86_400_000;

function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length = body.length < 0x80 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff]; // long form, two bytes
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const sequence = (...content: readonly Buffer[]): Buffer => der(0x30, ...content);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const moment = (ms: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`));
const pem = (what: string, content: Buffer): string =>
  `-----BEGIN ${what}-----\n${content.toString('base64').replace(/(.{64})/g, '$1\n')}\n-----END ${what}-----\n`;

const ED25519 = sequence(oid('2b6570'));
