/**
 * What can happen to an order, as its story is told:
 *
 * - `accepted`, `queued`, `started`: on its way to its saga
 * - `status`: it took another status
 * - `step`, `undo`: an action or a compensation, with all of its attempts
 * - `retry`: an attempt that failed and was repeated; `wait`: one that found a dependency away, or its circuit open
 * - `execution`: its saga ended
 * - `receive`: a message could not be handled; `dead-letter`: it was given up
 * - `operator`: a person did something about it
 * - `refund`: somebody refunded at the provider, past us, and the order stands
 * - `mail`, `webhook`: somebody was told
 */
export type TimelineKind =
  | 'accepted'
  | 'queued'
  | 'started'
  | 'status'
  | 'step'
  | 'undo'
  | 'retry'
  | 'wait'
  | 'execution'
  | 'receive'
  | 'dead-letter'
  | 'operator'
  | 'refund'
  | 'mail'
  | 'webhook';

export interface TimelineEntry {
  /** ISO 8601, UTC; when it began. */
  readonly at: string;
  readonly kind: TimelineKind;
  /** A few words for a person. */
  readonly title: string;
  /** Ids, names and numbers; nothing personal. */
  readonly facts?: Readonly<Record<string, string | number | boolean>> | undefined;
  readonly durationMs?: number | undefined;
  readonly traceId?: string | undefined;
}

export interface Timeline {
  readonly orderId: string;
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[];
  /** Sources that could not be asked: what they know is missing from the entries. */
  readonly missing: readonly TimelineSource[];
  /** Of those that failed, how. Nothing personal. The others of the missing ones were not asked. */
  readonly because?: Readonly<Partial<Record<TimelineSource, string>>> | undefined;
}

export type TimelineSource = 'intake' | 'events' | 'execution' | 'failures' | 'actions' | 'deliveries';
