import * as z from 'zod/mini';
import type { RefundOutcome } from '../ports/payment-provider';

const refundSchema = z.object({
  id: z.string().check(z.regex(/^\w{1,64}$/)),
  payment_intent: z.string(),
  status: z.enum(['pending', 'requires_action', 'succeeded', 'failed', 'canceled']),
});

const listSchema = z.object({ data: z.array(z.unknown()) });

/**
 * Reads Stripe's Refund. A pending one counts as refunded: Stripe has taken it on, and reports by an event
 * should the bank give it back.
 *
 * @returns undefined when it is not a refund of this intent
 */
export function parseRefund(document: unknown, intentId: string): RefundOutcome | undefined {
  const parsed = refundSchema.safeParse(document);
  if (!parsed.success || parsed.data.payment_intent !== intentId) {
    return undefined;
  }
  const { id, status } = parsed.data;
  return { kind: status === 'succeeded' || status === 'pending' ? 'refunded' : 'failed', refundId: id };
}

/** The refund that stands, among all that were ever tried for an intent; a failed one only when there is no other. */
export function standingRefund(list: unknown, intentId: string): RefundOutcome | undefined {
  const refunds = listSchema.parse(list).data.flatMap((document) => parseRefund(document, intentId) ?? []);
  return refunds.find(({ kind }) => kind === 'refunded') ?? refunds[0];
}
