import type { OrderEvent } from '../contracts/order-event';
import type { Clock } from '../ports/clock';
import type { EventBus } from '../ports/event-bus';
import type { Outbox, WrittenEvents } from '../ports/outbox';

export interface Publication {
  readonly published: number;
  /** For the sweeper, with the reason of the first. */
  readonly left: number;
  readonly reason?: string | undefined;
}

/** After a publication that did not come off, this environment leaves its events to the sweeper for so long. */
const PAUSE_MS = 5_000;

/**
 * Publishes what has just been committed, and takes it out of the outbox. Everything here may fail or be cut off at any
 * moment: what is published and not marked is published again under the same id, what is not published is left for the
 * sweeper. Both are the outbox's business and none of the caller's.
 */
export function createPublishWrittenEvents({
  written,
  bus,
  outbox,
  clock,
}: {
  readonly written: WrittenEvents;
  readonly bus: EventBus;
  readonly outbox: Pick<Outbox, 'markPublished'>;
  readonly clock: Clock;
}) {
  let pausedUntil = 0;
  const now = () => clock.now().getTime();

  return async (): Promise<Publication> => {
    const events: readonly OrderEvent[] = written.take();
    if (events.length === 0 || now() < pausedUntil) {
      return { published: 0, left: events.length, ...(events.length > 0 && { reason: 'the last ones failed' }) };
    }
    const outcomes = await bus.publish(events);
    const gone = events.filter((_, index) => outcomes[index]?.kind === 'published');
    await outbox.markPublished(gone.map(({ eventId }) => eventId));

    const kept = outcomes.find((outcome) => outcome.kind !== 'published');
    if (kept !== undefined) {
      pausedUntil = now() + PAUSE_MS;
    }
    return { published: gone.length, left: events.length - gone.length, ...(kept && { reason: kept.reason }) };
  };
}
