import * as z from 'zod/mini';
import { orderMessageSchema } from './order-message';

/** What Step Functions puts at a catcher's `ResultPath`. `Cause` is the thrown error as JSON text. */
const caughtErrorSchema = z.object({ Error: z.string(), Cause: z.optional(z.string()) });
export type CaughtError = z.infer<typeof caughtErrorSchema>;

/**
 * The state of a running saga. It begins as the execution's input; `failure` appears when an action fails,
 * and `repair` holds, by step name, what could not be finished. Steps keep their facts in the participants'
 * tables, so nothing else is carried from state to state.
 */
export const sagaStateSchema = z.object({
  ...orderMessageSchema.shape,
  /** X-Ray header of the request that placed the order; the emulator does not pass `traceHeader` on. */
  traceHeader: z.optional(z.string()),
  failure: z.optional(caughtErrorSchema),
  repair: z.optional(z.record(z.string(), caughtErrorSchema)),
  /** A person undoes the order, and has said that its stock is given back although its parcel is not cancelled. */
  evenIfNotCancelled: z.optional(z.literal(true)),
});
export type SagaState = z.infer<typeof sagaStateSchema>;

/** The payload of every action and compensation. */
export const stepInputSchema = z.object({
  /** Name of the state that calls. */
  state: z.string(),
  /** How often this state was retried before this call, from 0. */
  retryCount: z.int().check(z.minimum(0)),
  saga: sagaStateSchema,
});
export type StepInput = z.infer<typeof stepInputSchema>;
