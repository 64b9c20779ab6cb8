import * as z from 'zod/mini';
import { PAYMENT_EVENT_TYPES, type PaymentEvent, paymentEventSchema } from '../contracts/payment-event';

const uuid = z.uuid();

/** https://docs.stripe.com/api/events/object, of which only ids are read. */
const eventSchema = z.object({ id: z.string(), type: z.string(), created: z.int() });

/** A PaymentIntent, or a Charge or Refund, which name their intent and need not have one. */
const objectSchema = z.object({
  data: z.object({
    object: z.object({
      object: z.string(),
      id: z.string(),
      payment_intent: z.nullish(z.string()),
      metadata: z.nullish(z.record(z.string(), z.string())),
    }),
  }),
});

/**
 * Reads a genuine event of Stripe.
 *
 * @returns undefined when it concerns no order: another type, a charge without an intent, an intent that is not ours
 * @throws Error when it has another shape than Stripe documents: better sent again than lost
 */
export function parseStripeEvent(document: unknown): PaymentEvent | undefined {
  const event = eventSchema.safeParse(document);
  if (!event.success) {
    throw new Error('a genuine event of the payment provider is no event');
  }
  const { id, type, created } = event.data;
  const known = PAYMENT_EVENT_TYPES.find((candidate) => candidate === type);
  if (known === undefined) {
    return undefined;
  }
  const parsed = objectSchema.safeParse(document);
  if (!parsed.success) {
    throw new Error(`event ${JSON.stringify(id)} of type ${type} is not about the object that it should be about`);
  }
  const { object } = parsed.data.data;
  const isIntent = object.object === 'payment_intent';
  const intentId = isIntent ? object.id : object.payment_intent;
  const orderId = uuid.safeParse(object.metadata?.['orderId']).data;
  if (intentId === null || intentId === undefined || (isIntent && orderId === undefined)) {
    return undefined; // every intent of ours carries its order's id
  }
  return paymentEventSchema.parse({
    schemaVersion: 1,
    eventId: id,
    type: known,
    intentId,
    ...(orderId === undefined ? {} : { orderId }),
    ...(object.object === 'refund' ? { refundId: object.id } : {}),
    occurredAt: new Date(created * 1_000).toISOString(),
  });
}
