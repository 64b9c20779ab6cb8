import * as z from 'zod/mini';

/*
 * What X-Ray takes, as strictly as it does: a document that AWS would drop must be noticed here.
 * Source: "X-Ray segment documents" in the AWS X-Ray developer guide.
 */

const spanId = z.string().check(z.regex(/^[0-9a-f]{16}$/));
const name = z.string().check(z.regex(/^[\p{L}\p{N}\s_.:/%&#=+\-@]{1,200}$/u));
const annotationKey = z.string().check(z.regex(/^[A-Za-z0-9_]{1,500}$/));

const piece = {
  id: spanId,
  name,
  start_time: z.number(),
  end_time: z.optional(z.number()),
  in_progress: z.optional(z.literal(true)),
  namespace: z.optional(z.enum(['aws', 'remote'])),
  origin: z.optional(z.string()),
  annotations: z.optional(
    z.record(annotationKey, z.union([z.string().check(z.maxLength(1_000)), z.number(), z.boolean()])),
  ),
  metadata: z.optional(z.unknown()),
  aws: z.optional(z.unknown()),
  http: z.optional(z.unknown()),
  service: z.optional(z.unknown()),
  sql: z.optional(z.unknown()),
  cause: z.optional(z.unknown()),
  error: z.optional(z.boolean()),
  fault: z.optional(z.boolean()),
  throttle: z.optional(z.boolean()),
  links: z.optional(z.unknown()),
} as const;

/** Exactly one of both: it has ended, or has not. */
const ends = z.refine<{ end_time?: number | undefined; in_progress?: true | undefined }>(
  ({ end_time, in_progress }) => (end_time === undefined) !== (in_progress === undefined),
  'must have an end, or be in progress',
);

const subsegmentSchema: z.ZodMiniType<unknown> = z
  .strictObject({
    ...piece,
    subsegments: z.optional(z.array(z.lazy(() => subsegmentSchema))),
  })
  .check(ends);

export const segmentSchema = z
  .strictObject({
    ...piece,
    trace_id: z.string().check(z.regex(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/)),
    parent_id: z.optional(spanId),
    type: z.optional(z.literal('subsegment')),
    subsegments: z.optional(z.array(subsegmentSchema)),
  })
  .check(
    ends,
    z.refine(({ type, parent_id }) => type === undefined || parent_id !== undefined, 'a subsegment must have a parent'),
  );
