import * as z from 'zod/mini';

const state = z.enum(['closed', 'open', 'half-open']);

/** What the company's own systems are told of the circuits of outside services. Nothing in it is of an order. */
export const CIRCUIT_EVENTS = {
  CircuitChanged: z.object({
    version: z.literal(1),
    /** The same however often the event is delivered. */
    eventId: z.uuid(),
    type: z.literal('CircuitChanged'),
    occurredAt: z.iso.datetime(),
    /** The service that is called through the circuit. */
    dependency: z.string(),
    from: state,
    to: state,
    /** Counts the openings of this circuit: all that is told of one outage has the same number. */
    epoch: z.int().check(z.nonnegative()),
  }),
} as const;

export type CircuitEventType = keyof typeof CIRCUIT_EVENTS;
export type CircuitEvent = z.infer<(typeof CIRCUIT_EVENTS)[CircuitEventType]>;
