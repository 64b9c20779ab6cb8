import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits';

export const endpointIdSchema = z.uuid();

/** What an endpoint is to be told, on its way there. The body is fixed here, so that every attempt sends the same. */
export const webhookDeliverySchema = z.object({
  schemaVersion: z.literal(1),
  /** The same for an event and an endpoint, however often either comes by. */
  deliveryId: z.uuid(),
  endpointId: endpointIdSchema,
  /** The receiver's key against duplicates. */
  eventId: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  eventType: z.string().check(z.regex(/^[A-Za-z][\w.-]{0,63}$/)),
  orderId: z.optional(z.uuid()),
  sequence: z.optional(z.int()),
  body: z.string().check(z.maxLength(LIMITS.webhookBodyBytes)),
  /** From 1. */
  attempt: z.int().check(z.minimum(1)),
  /** Grows with each replay by an operator: what belongs to the time before it is out of date. */
  run: z._default(z.int().check(z.minimum(0)), 0),
  notBefore: z.optional(z.iso.datetime()),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;
