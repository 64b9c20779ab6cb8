import type { Delivery } from '../../ports/deliveries';
import type { TimelineEntry } from './timeline-entry';

/** Each attempt to tell somebody. */
export const deliveryEntries = (deliveries: readonly Delivery[]): readonly TimelineEntry[] =>
  deliveries.map(({ at, kind, eventType, outcome, attempt, target, reason, status, durationMs, traceId }) => ({
    at,
    kind,
    title: `${kind} about ${eventType} ${outcome}`,
    facts: {
      outcome,
      attempt,
      target,
      ...(reason === undefined ? {} : { reason }),
      ...(status === undefined ? {} : { status }),
    },
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(traceId === undefined ? {} : { traceId }),
  }));
