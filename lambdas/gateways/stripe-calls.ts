import { withinDeadline } from '../resilience/deadline';
import type { ApiKey } from './api-key';
import { createStripeClient, type StripeClient } from './stripe-client';
import { asFailure, isAboutTheKey, readStripeError, type StripeError } from './stripe-error';

export type Reply =
  /** `replayed`: what Stripe answered first under this key, however the object has changed since. */
  | { readonly kind: 'answered'; readonly document: unknown; readonly replayed: boolean }
  /** `failure` is what to throw unless `error` turns out to be an answer, as a decline is. */
  | { readonly kind: 'refused'; readonly error: StripeError; readonly failure: Error }
  | { readonly kind: 'unheard'; readonly error: undefined; readonly failure: Error };

export interface CallOptions {
  readonly apiKey: string;
  /** Milliseconds, for the whole request. */
  readonly timeout: number;
}

/**
 * Calls of Stripe's SDK under the key of the moment; a key that is refused is looked up anew by the next call.
 *
 * @throws Error when there is no key
 */
export function createStripeCalls(deps: { readonly url: string | undefined; readonly apiKey: ApiKey | undefined }): {
  readonly stripe: StripeClient;
  call(name: string, timeout: number, request: (options: CallOptions) => Promise<unknown>): Promise<Reply>;
} {
  const { url, apiKey } = deps;
  if (apiKey === undefined) {
    throw new Error('the payment provider needs an API key, or the secret that holds it');
  }

  return {
    stripe: createStripeClient(url),
    async call(name, timeout, request) {
      const options = { apiKey: await apiKey.read(), timeout: withinDeadline(timeout) };
      try {
        const document = await request(options);
        return { kind: 'answered', document, replayed: isReplay(document) };
      } catch (thrown) {
        const error = readStripeError(thrown);
        const failure = asFailure(name, error);
        if (error === undefined) {
          return { kind: 'unheard', error, failure };
        }
        if (isAboutTheKey(error)) {
          apiKey.forget();
        }
        return { kind: 'refused', error, failure };
      }
    },
  };
}

/** The SDK puts the response over `fetch` beside the fields of the document. */
const isReplay = (document: unknown): boolean => {
  const response: unknown = (document as { readonly lastResponse?: unknown } | null)?.lastResponse;
  return response instanceof Response && response.headers.get('idempotent-replayed') === 'true';
};
