import * as z from 'zod/mini';
import type { RefundOutcome } from '../ports/payment-provider';
import type { ProviderRefund } from '../ports/payment-refunds';

const refundSchema = z.object({
  id: z.string().check(z.regex(/^\w{1,64}$/)),
  payment_intent: z.string(),
  amount: z.int().check(z.positive()),
  status: z.enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled']),
  metadata: z.nullish(z.object({ orderId: z.nullish(z.string()) })),
});

const listSchema = z.object({ data: z.array(z.unknown()) });

/**
 * Reads Stripe's Refund. A pending one counts as standing: Stripe has taken it on, and reports by an event should the
 * bank give it back.
 *
 * @returns undefined when it is not a refund of this intent, or none that was asked for by this order
 */
function readRefund(document: unknown, intentId: string, orderId?: string): ProviderRefund | undefined {
  const parsed = refundSchema.safeParse(document);
  if (!parsed.success || parsed.data.payment_intent !== intentId) {
    return undefined;
  }
  const { id, amount, status, metadata } = parsed.data;
  if (orderId !== undefined && metadata?.orderId !== orderId) {
    return undefined;
  }
  return { id, amountMinor: amount, stands: status === 'succeeded' || status === 'pending' };
}

export function parseRefund(document: unknown, intentId: string): RefundOutcome | undefined {
  const refund = readRefund(document, intentId);
  return refund && outcomeOf(refund);
}

/** Every refund that was ever tried for an intent, or those that an order asked for, newest first as Stripe lists them. */
export const parseRefunds = (list: unknown, intentId: string, orderId?: string): readonly ProviderRefund[] =>
  listSchema.parse(list).data.flatMap((document) => readRefund(document, intentId, orderId) ?? []);

/** The refund that stands; a failed one only when there is no other. */
export function standingRefund(refunds: readonly ProviderRefund[]): RefundOutcome | undefined {
  const refund = refunds.find(({ stands }) => stands) ?? refunds[0];
  return refund && outcomeOf(refund);
}

const outcomeOf = ({ id, stands }: ProviderRefund): RefundOutcome => ({
  kind: stands ? 'refunded' : 'failed',
  refundId: id,
});
