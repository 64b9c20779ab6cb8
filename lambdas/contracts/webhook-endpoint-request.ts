import * as z from 'zod/mini';
import { LIMITS } from '../domain/limits';
import { WEBHOOK_EVENT_TYPES } from './webhook-event-types';

const eventTypesSchema = z.array(z.enum(WEBHOOK_EVENT_TYPES)).check(z.maxLength(WEBHOOK_EVENT_TYPES.length));

const descriptionSchema = z
  .string()
  .check(
    z.maxLength(LIMITS.webhookDescriptionLength),
    z.regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters'),
  );

/** The body of `POST /webhook-endpoints`. Whether the address may be one is for the function: it depends on the stage. */
export const registerEndpointSchema = z.strictObject({
  url: z.string().check(z.minLength(1), z.maxLength(LIMITS.webhookUrlLength)),
  /** None, or left out: every type of event, those that are yet to come as well. */
  eventTypes: z.optional(eventTypesSchema),
  description: z.optional(descriptionSchema),
});
export type RegisterEndpoint = z.infer<typeof registerEndpointSchema>;

/** The body of `PATCH /webhook-endpoints/{endpointId}`. Another address is another endpoint. */
export const changeEndpointSchema = z.strictObject({
  eventTypes: z.optional(eventTypesSchema),
  description: z.optional(descriptionSchema),
  enabled: z.optional(z.boolean()),
});
export type ChangeEndpoint = z.infer<typeof changeEndpointSchema>;
