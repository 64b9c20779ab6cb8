import type { PendingOrder } from '../../ports/intake-store';
import type { EventOnRecord } from '../../ports/order-history';
import type { TimelineEntry } from './timeline-entry';

/** The way of an order until its saga carries it. */
export function intakeEntries({ acceptedAt, enqueuedAt, startedAt }: PendingOrder): readonly TimelineEntry[] {
  return [
    { at: acceptedAt, kind: 'accepted', title: 'accepted' },
    ...(enqueuedAt === undefined ? [] : [{ at: enqueuedAt, kind: 'queued', title: 'put into the queue' } as const]),
    ...(startedAt === undefined ? [] : [{ at: startedAt, kind: 'started', title: 'taken out of the queue' } as const]),
  ];
}

/** What an order became; of news that left its status as it was (a refund on its way back), what they were. */
export const eventEntries = (events: readonly EventOnRecord[]): readonly TimelineEntry[] =>
  events.map(({ sequence, type, status, occurredAt }, index) => ({
    at: occurredAt,
    kind: 'status',
    title: status === events[index - 1]?.status ? type : status,
    facts: { sequence, event: type },
  }));
