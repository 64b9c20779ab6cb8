import * as z from 'zod/mini';

/** More than this at once have one cause, and need not all be seen. */
export const MOST_PARKED_SHOWN = 100;

/** What operators' tools ask of the events that wait to be published: the questions of `ports/outbox.ts`. */
export const outboxQuestionSchema = z.discriminatedUnion('outbox', [
  z.object({ outbox: z.literal('backlog') }),
  z.object({ outbox: z.literal('parked'), limit: z.int().check(z.minimum(1), z.maximum(MOST_PARKED_SHOWN)) }),
  z.object({ outbox: z.literal('unpark'), eventId: z.uuid() }),
]);
export type OutboxQuestion = z.infer<typeof outboxQuestionSchema>;

export const backlogSchema = z.object({ waiting: z.number(), oldestAgeSeconds: z.number(), parked: z.number() });
export const parkedEventsSchema = z.array(
  z.object({
    eventId: z.uuid(),
    orderId: z.uuid(),
    type: z.string(),
    sequence: z.number(),
    reason: z.string(),
    attempts: z.number(),
    writtenAt: z.iso.datetime(),
    parkedAt: z.iso.datetime(),
  }),
);
/** Whether it was parked until then. */
export const unparkedSchema = z.boolean();
