import type { Answer } from '../simulator/answer';

interface ErrorFields {
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
  readonly param?: string | undefined;
  readonly payment_intent?: unknown;
}

/** Stripe says no, as an error document (https://docs.stripe.com/api/errors). */
export class StripeRefusal extends Error {
  override readonly name = 'StripeRefusal';

  constructor(
    readonly status: number,
    readonly type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error',
    message: string,
    readonly fields: ErrorFields = {},
  ) {
    super(message);
  }

  /** @param intent rendered by the caller: errors about an intent carry it */
  answer(intent?: unknown): Answer {
    const { type, message, fields } = this;
    return {
      status: this.status,
      body: { error: { type, message, ...fields, ...(intent === undefined ? {} : { payment_intent: intent }) } },
    };
  }
}

export const invalidRequest = (message: string, fields: ErrorFields = {}): StripeRefusal =>
  new StripeRefusal(400, 'invalid_request_error', message, fields);

export const noSuch = (what: string, id: string, param: string, status = 404): StripeRefusal =>
  new StripeRefusal(status, 'invalid_request_error', `No such ${what}: '${id}'`, { code: 'resource_missing', param });

/** Refusals that say nothing about the request itself. */
export const statusFailure = (status: number): StripeRefusal =>
  status === 429
    ? new StripeRefusal(status, 'invalid_request_error', 'This object cannot be accessed right now.', {
        code: 'lock_timeout',
      })
    : status === 409
      ? new StripeRefusal(status, 'invalid_request_error', 'There is a request in progress with this key.', {
          code: 'idempotency_key_in_use',
        })
      : new StripeRefusal(status, 'api_error', 'An unknown error occurred.');
