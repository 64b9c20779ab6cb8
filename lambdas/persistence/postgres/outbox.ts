import type { Outbox } from '../../ports/outbox';
import { type Database, queryOne } from './database';
import { type EventRow, eventOfRow } from './event-row';
import {
  CLAIM_LEFT,
  LIST_PARKED,
  MARK_PUBLISHED,
  MEASURE_BACKLOG,
  PARK_EVENTS,
  UNPARK_EVENT,
} from './outbox-statements';

type ClaimedRow = Omit<EventRow, 'occurred_at'> & { readonly occurred_at: Date; readonly attempts: number };

interface ParkedRow {
  readonly event_id: string;
  readonly order_id: string;
  readonly type: string;
  readonly sequence: number;
  readonly parked_because: string;
  readonly attempts: number;
  readonly written_at: Date;
  readonly parked_at: Date;
}

/** The outbox in Postgres. Each method is one statement. */
export const createPostgresOutbox = ({ database }: { readonly database: Database }): Outbox => ({
  async markPublished(eventIds) {
    if (eventIds.length > 0) {
      await database.query(MARK_PUBLISHED, [eventIds]);
    }
  },

  async claim({ leftForSeconds, leaseSeconds, limit }) {
    const rows = await database.query<ClaimedRow>(CLAIM_LEFT, [leftForSeconds, leaseSeconds, limit]);
    return rows.map(({ attempts, ...row }) => ({
      eventId: row.event_id,
      attempts,
      event: eventOfRow({ ...row, occurred_at: row.occurred_at.toISOString() }),
    }));
  },

  async park(events) {
    if (events.length > 0) {
      await database.query(PARK_EVENTS, [events.map(({ eventId }) => eventId), events.map(({ reason }) => reason)]);
    }
  },

  async unpark(eventId) {
    return (await database.query(UNPARK_EVENT, [eventId])).length > 0;
  },

  async parked({ limit }) {
    const rows = await database.query<ParkedRow>(LIST_PARKED, [limit]);
    return rows.map((row) => ({
      eventId: row.event_id,
      orderId: row.order_id,
      type: row.type,
      sequence: row.sequence,
      reason: row.parked_because,
      attempts: row.attempts,
      writtenAt: row.written_at.toISOString(),
      parkedAt: row.parked_at.toISOString(),
    }));
  },

  async backlog() {
    const row = await queryOne<{ waiting: number; oldest_age_seconds: number; parked: number }>(
      database,
      MEASURE_BACKLOG,
      [],
    );
    return { waiting: row.waiting, oldestAgeSeconds: row.oldest_age_seconds, parked: row.parked };
  },
});
