import * as z from 'zod/mini';

/** What the payment provider tells us about, in its own names. */
export const PAYMENT_EVENT_TYPES = [
  'payment_intent.succeeded',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
] as const;

/**
 * That something happened to a payment, on its way to the function that looks what it was. Ids and no facts: events
 * come late, twice and in any order, so whoever handles one asks the provider how things stand.
 */
export const paymentEventSchema = z.object({
  schemaVersion: z.literal(1),
  /** The provider's, the same for each delivery of an event. */
  eventId: z.string().check(z.regex(/^evt_\w{1,250}$/)),
  type: z.enum(PAYMENT_EVENT_TYPES),
  intentId: z.string().check(z.regex(/^pi_\w{1,64}$/)),
  /** As the intent's metadata say; not there when somebody made a refund by hand. */
  orderId: z.optional(z.uuid()),
  refundId: z.optional(z.string().check(z.regex(/^\w{1,64}$/))),
  occurredAt: z.iso.datetime(),
});
export type PaymentEvent = z.infer<typeof paymentEventSchema>;
