import * as z from 'zod/mini';
import type { PaymentIntent, PaymentIntentStatus } from '../ports/payment-provider';

const code = z.nullish(z.string());

const intentSchema = z.object({
  id: z.string().check(z.regex(/^pi_\w{1,64}$/)),
  status: z.enum([
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'succeeded',
    'canceled',
  ]),
  amount: z.int(),
  amount_received: z.int(),
  currency: z.string().check(z.regex(/^[a-z]{3}$/)),
  last_payment_error: z.nullish(z.object({ code, decline_code: code })),
});
type IntentDocument = z.infer<typeof intentSchema>;

/**
 * Reads Stripe's PaymentIntent, of which only what is needed is believed to be there.
 *
 * @returns undefined when it is not an intent, or is in a state that this project never asks for (manual capture)
 */
export function parseIntent(document: unknown): PaymentIntent | undefined {
  const parsed = intentSchema.safeParse(document);
  if (!parsed.success) {
    return undefined;
  }
  const { id, status, amount, amount_received, currency, last_payment_error } = parsed.data;
  const declineCode = last_payment_error && readDeclineCode(last_payment_error);
  return {
    id,
    status: statusOf(parsed.data),
    amount: {
      amountMinor: status === 'succeeded' ? amount_received : amount,
      currency: currency.toUpperCase(),
    },
    ...(declineCode ? { declineCode } : {}),
  };
}

/**
 * The bank's reason, or Stripe's when the bank gave none. Both come from documented lists
 * (https://docs.stripe.com/declines/codes); anything else is not passed on.
 */
export function readDeclineCode(error: {
  readonly code?: string | null | undefined;
  readonly decline_code?: string | null | undefined;
}): string {
  const found = [error.decline_code, error.code].find((value) => value !== null && value !== undefined && value !== '');
  return found !== undefined && /^[a-z0-9_]{1,64}$/.test(String(found)) ? String(found) : 'generic_decline';
}

function statusOf({ status, last_payment_error }: IntentDocument): PaymentIntentStatus {
  switch (status) {
    case 'requires_payment_method':
      // Stripe detaches a declined method. An intent that never had one cannot be confirmed either.
      return last_payment_error ? 'declined' : 'unconfirmed';
    case 'requires_confirmation':
      return 'unconfirmed';
    case 'requires_action':
      return 'action-required';
    case 'processing':
    case 'succeeded':
    case 'canceled':
      return status;
  }
}
