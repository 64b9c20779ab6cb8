import * as z from 'zod/mini';
import { DependencyUnavailableError, OutcomeUnknownError } from '../domain/failures';

const text = z.nullish(z.string());

/** What is read of an error of the SDK: never its message or its body, which may repeat what was sent. */
const stripeErrorSchema = z.object({
  type: z.string().check(z.regex(/^Stripe/)),
  statusCode: z.optional(z.number()),
  code: text,
  decline_code: text,
  param: text,
  payment_intent: z.optional(z.unknown()),
  headers: z.optional(z.record(z.string(), z.unknown())),
});
export type StripeError = z.infer<typeof stripeErrorSchema>;

export const readStripeError = (error: unknown): StripeError | undefined => stripeErrorSchema.safeParse(error).data;

/** Stripe answers for at least a day what it answered first under a key: waiting does not change it. */
export const isReplayed = ({ headers }: StripeError): boolean => headers?.['idempotent-replayed'] === 'true';

/** A request that the key itself stops; the key may just have been rotated. */
export const isAboutTheKey = ({ statusCode }: StripeError): boolean => statusCode === 401 || statusCode === 403;

/**
 * What an error of a call means for a step, in words that hold nothing of the payment.
 *
 * - No answer, a broken one, 5xx, 409 and 429: the outcome is unknown. (409 and 429 had none, but an earlier
 *   attempt that they collided with may have.)
 * - A key that is refused: nothing happened, and waiting for the right key undoes no order.
 * - Any other refusal is a mistake in the request: a failure that no retry heals.
 */
export function asFailure(call: string, error: StripeError | undefined): Error {
  if (error === undefined) {
    return new OutcomeUnknownError(call, 'an answer that the SDK cannot read');
  }
  const { type, statusCode, code } = error;
  if (type === 'StripeConnectionError') {
    return new OutcomeUnknownError(call, 'no answer in time, or the connection broke');
  }
  if (isAboutTheKey(error)) {
    return new DependencyUnavailableError('the payment provider (it refuses our API key)');
  }
  if (statusCode === undefined) {
    return new OutcomeUnknownError(call, 'an answer that is not JSON');
  }
  if (statusCode === 409 || statusCode === 429 || statusCode >= 500) {
    const replayed = isReplayed(error);
    return new OutcomeUnknownError(call, `status ${statusCode}${replayed ? ', replayed' : ''}`, {
      answered: statusCode === 409 || replayed, // in progress, or decided long ago: no sign of an outage
    });
  }
  return new Error(`the payment provider refused ${call}: ${/^[a-z_]{1,64}$/.test(code ?? '') ? code : type}`);
}
