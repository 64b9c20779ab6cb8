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
  return [token, paymentMethodId, email, ...leavesOf(shippingAddress)].filter(
    (value): value is string => typeof value === 'string' && value.length >= SHORTEST,
  );
}

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
