import * as z from 'zod/mini';

const catcher = z.object({ ErrorEquals: z.array(z.string()), Next: z.string() });

/** The part of a state machine's definition that its picture needs. */
export const sagaDefinitionSchema = z.object({
  StartAt: z.string(),
  States: z.record(
    z.string(),
    z.object({
      Next: z.optional(z.string()),
      Catch: z.optional(z.array(catcher)),
    }),
  ),
});
export type SagaDefinition = z.infer<typeof sagaDefinitionSchema>;
