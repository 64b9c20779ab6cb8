import type { OrderEvent } from '../../contracts/order-event';
import type { WrittenEvents } from '../../ports/outbox';
import type { Database } from './database';
import { type EventRow, eventOfRow } from './event-row';

/**
 * Looks through the answers of statements for the events that they wrote (`WRITTEN_EVENT`). So a step that changes an
 * order has its event in hand without one more round trip, and without any store having to speak of events.
 */
export function noteWrittenEvents(database: Database): {
  readonly database: Database;
  readonly written: WrittenEvents;
} {
  let events: OrderEvent[] = [];

  return {
    database: {
      ...database,
      async query<Row extends object>(text: string, values?: readonly unknown[]) {
        const rows = await database.query<Row & { readonly written_event?: EventRow | null }>(text, values);
        for (const { written_event: event } of rows) {
          if (event) {
            events.push(eventOfRow(event));
          }
        }
        return rows;
      },
    },
    written: {
      take() {
        const taken = events;
        events = [];
        return taken;
      },
    },
  };
}
