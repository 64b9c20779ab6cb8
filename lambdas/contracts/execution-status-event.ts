import * as z from 'zod/mini';

/**
 * An event of Step Functions about one of its executions, as far as it is read here. `input` is null, and
 * `inputDetails.included` false, when it was too large for the event.
 * Source: "Step Functions Execution Status Change" in the EventBridge events reference.
 */
export const executionStatusEventSchema = z.object({
  source: z.literal('aws.states'),
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({
    executionArn: z.string(),
    /** The order's id: executions are named after their orders. */
    name: z.uuid(),
    status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']),
    input: z.optional(z.nullable(z.string())),
  }),
});
export type ExecutionStatusEvent = z.infer<typeof executionStatusEventSchema>;
