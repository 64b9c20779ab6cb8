import * as z from 'zod/mini';

/** What the company's own systems are told of webhook endpoints. The address is left out: it may hold a secret. */
export const ENDPOINT_EVENTS = {
  WebhookEndpointDisabled: z.object({
    version: z.literal(1),
    /** The same however often the event is delivered. */
    eventId: z.uuid(),
    type: z.literal('WebhookEndpointDisabled'),
    occurredAt: z.iso.datetime(),
    endpointId: z.uuid(),
    because: z.enum(['an operator said so', 'it failed for days', 'it said that it is gone']),
    /** When it was disabled: as `occurredAt`. */
    since: z.iso.datetime(),
  }),
} as const;

export type EndpointEventType = keyof typeof ENDPOINT_EVENTS;
export type EndpointEvent = z.infer<(typeof ENDPOINT_EVENTS)[EndpointEventType]>;
