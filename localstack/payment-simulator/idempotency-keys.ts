import type { Answer } from '../simulator/answer';
import { StripeRefusal, statusFailure } from './stripe-refusal';

interface StoredResult {
  readonly path: string;
  readonly parameters: string;
  /** Unset while the first request is being executed. */
  readonly answer?: Answer;
}

/**
 * Stripe's idempotency (https://docs.stripe.com/api/idempotent_requests): the status and body of the first
 * execution are answered for ever after, 500s included; other parameters are an error; a second request
 * while the first is executed is refused; what was refused before its execution is not stored.
 */
export function createIdempotencyKeys() {
  const results = new Map<string, StoredResult>();

  return {
    /** Answers from the store, or begins an execution whose result `keep` stores and `release` forgets. */
    begin(key: string, path: string, parameters: string): Answer | Execution {
      const first = results.get(key);
      if (first === undefined) {
        const result: StoredResult = { path, parameters };
        results.set(key, result);
        return {
          keep: (answer) => {
            results.set(key, { ...result, answer });
          },
          release: () => {
            results.delete(key);
          },
        };
      }
      if (first.path !== path || first.parameters !== parameters) {
        return new StripeRefusal(
          400,
          'idempotency_error',
          `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        ).answer();
      }
      return first.answer === undefined
        ? statusFailure(409).answer()
        : { ...first.answer, headers: { ...first.answer.headers, 'idempotent-replayed': 'true' } };
    },
    /** Stripe prunes keys when they are at least 24 hours old. */
    forgetAll: (): void => results.clear(),
    state: () => [...results].filter(([, { answer }]) => answer !== undefined),
    restore: (state: Iterable<readonly [string, StoredResult]>): void => {
      results.clear();
      for (const [key, result] of state) {
        results.set(key, result);
      }
    },
  };
}

export interface Execution {
  keep(answer: Answer): void;
  release(): void;
}
