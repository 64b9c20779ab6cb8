import { LIMITS } from '../domain/limits';
import type { ApiRequest } from '../runtime/api-request';
import { ProblemError } from '../runtime/problem';

const PRINTABLE_ASCII = /^[\x20-\x7e]+$/;

/**
 * The key that makes a request safe to repeat, see the IETF draft "The Idempotency-Key HTTP Header Field".
 *
 * @throws ProblemError when it is missing, sent twice with different values, or not 1 to 255 printable characters
 */
export function idempotencyKeyOf(request: ApiRequest): string {
  const [sent, ...others] = request.headers('idempotency-key');
  const key = sent?.trim();
  if (key === undefined || key === '') {
    throw new ProblemError('idempotency-key-required', {
      detail: 'Send a key of your own with each order, and the same key when you repeat the request.',
    });
  }
  if (others.length > 0 || key.length > LIMITS.idempotencyKeyLength || !PRINTABLE_ASCII.test(key)) {
    throw new ProblemError('invalid-request', {
      errors: [
        {
          pointer: 'Idempotency-Key',
          detail: `must be one value of 1 to ${LIMITS.idempotencyKeyLength} printable ASCII characters`,
        },
      ],
    });
  }
  return key;
}
