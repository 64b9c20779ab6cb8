/** Under the state directory of the cloud: one JSON text a line. */
export const CONFIDENTIAL_FILE = 'confidential.jsonl';

/** Shorter texts, such as a country, are found everywhere. */
const SHORTEST = 5;

interface SentRequest {
  readonly authorization?: string | undefined;
  readonly body?: string | undefined;
}

/** The values of a request that must be found in no log, history or trace: address, payment method, token. */
export function confidentialIn({ authorization, body }: SentRequest): readonly string[] {
  const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
  const { shippingAddress, paymentMethodId, email } = parse(body);
  const leaves = leavesOf(shippingAddress);
  const words = leaves.flatMap((leaf) => (typeof leaf === 'string' ? leaf.split(/[\s,]+/).filter(isName) : []));
  return [token, paymentMethodId, email, ...new Set([...leaves, ...words])].filter(
    (value): value is string => typeof value === 'string' && value.length >= SHORTEST,
  );
}

/** A word that somebody might leave standing alone: of the name of a person, a street or a town. */
const isName = (word: string): boolean => /^\p{Lu}\p{L}+$/u.test(word) && !COMMON.includes(word);
/** Stands everywhere. */
const COMMON = ['Street', 'Square', 'Order', 'Orders'];

function parse(body: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body ?? '');
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

const leavesOf = (value: unknown): readonly unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [value];
