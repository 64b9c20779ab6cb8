import * as z from 'zod/mini';
import type { Failure, RecordSubject } from '../../ports/failure-records';

/** Attributes of every item of the table; `test/infrastructure` holds the construct to them. */
export const FAILURE_RECORDS_KEY = { partition: 'subject', sort: 'moment', expiry: 'expiresAt' } as const;

/** Every action in the order of time, whatever it was done with. Sparse: failures are not in it. */
export const ACTIONS_INDEX = { name: 'actions', partition: 'recorded', value: 'action' } as const;

const DAY_SECONDS = 24 * 60 * 60;

/** A dead letter is kept for 14 days, and its explanation must not be gone before it. */
export const FAILURE_LIFE_SECONDS = 30 * DAY_SECONDS;
/** What people did is kept longer than what machines did, and archived messages with it. */
export const ACTION_LIFE_SECONDS = 365 * DAY_SECONDS;

/**
 * Failures, actions and refunds outside have partitions of their own, so that the role of a consumer can be kept to the
 * first kind: it has no business with what operators did.
 */
export const partitionOf = (kind: 'failure' | 'action' | 'refund', { orderId, messageId }: RecordSubject): string =>
  `${kind}#${orderId ?? `message-${messageId}`}`;

export const expiresAt = (at: string, lifeSeconds: number): number =>
  Math.floor(new Date(at).getTime() / 1_000) + lifeSeconds;

const failureSchema = z.object({
  queue: z.string(),
  consumer: z.string(),
  messageId: z.string(),
  orderId: z.optional(z.string()),
  errorName: z.string(),
  message: z.string(),
  fingerprint: z.string(),
  attempt: z.number(),
  isLast: z.optional(z.boolean()),
  traceId: z.optional(z.string()),
  at: z.string(),
});

/** The sort key holds message and receive, so that no receive writes over another one. */
export const failureItem = (failure: Failure) => ({
  [FAILURE_RECORDS_KEY.partition]: partitionOf('failure', failure),
  [FAILURE_RECORDS_KEY.sort]: `${failure.at}#${failure.messageId}#${failure.attempt}`,
  [FAILURE_RECORDS_KEY.expiry]: expiresAt(failure.at, FAILURE_LIFE_SECONDS),
  ...failureSchema.parse(failure),
});

export const failureOf = (item: unknown): Failure => failureSchema.parse(item);
