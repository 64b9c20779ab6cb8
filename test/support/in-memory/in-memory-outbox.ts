import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import type { Outbox, WrittenEvents } from '../../../lambdas/ports/outbox';
import type { InMemoryDatabase, OutboxRow, WrittenEvent } from './in-memory-database';

export function createInMemoryOutbox({ database }: { readonly database: InMemoryDatabase }): Outbox {
  const { events, outbox, now } = database;
  const eventOf = (eventId: string): WrittenEvent => {
    const event = events.find((one) => one.eventId === eventId);
    if (event === undefined) {
      throw new Error(`there is no event ${eventId}`);
    }
    return event;
  };
  const waiting = (): readonly [string, OutboxRow][] => [...outbox].filter(([, { parked }]) => parked === undefined);

  return {
    async markPublished(eventIds) {
      for (const eventId of eventIds) {
        outbox.delete(eventId);
      }
    },

    async claim({ leftForSeconds, leaseSeconds, limit }) {
      const due = waiting()
        .filter(([, { dueAt }]) => dueAt.getTime() <= now().getTime() - leftForSeconds * 1_000)
        .sort(([, a], [, b]) => a.dueAt.getTime() - b.dueAt.getTime())
        .slice(0, limit);
      return due.map(([eventId, row]) => {
        row.attempts += 1;
        row.dueAt = new Date(now().getTime() + leaseSeconds * 1_000);
        return { eventId, attempts: row.attempts, event: published(eventOf(eventId)) };
      });
    },

    async park(parked) {
      for (const { eventId, reason } of parked) {
        const row = outbox.get(eventId);
        if (row !== undefined && row.parked === undefined) {
          row.parked = { at: now(), reason };
        }
      }
    },

    async unpark(eventId) {
      const row = outbox.get(eventId);
      if (row?.parked === undefined) {
        return false;
      }
      outbox.set(eventId, { writtenAt: row.writtenAt, dueAt: now(), attempts: 0 });
      return true;
    },

    async parked({ limit }) {
      return [...outbox]
        .flatMap(([eventId, { parked, attempts, writtenAt }]) => {
          const { orderId, type, sequence } = eventOf(eventId);
          return parked === undefined
            ? []
            : [
                {
                  ...{ eventId, orderId, type, sequence, attempts, reason: parked.reason },
                  writtenAt: writtenAt.toISOString(),
                  parkedAt: parked.at.toISOString(),
                },
              ];
        })
        .slice(0, limit);
    },

    async backlog() {
      const ages = waiting().map(([, { writtenAt }]) => (now().getTime() - writtenAt.getTime()) / 1_000);
      return {
        waiting: ages.length,
        oldestAgeSeconds: ages.reduce((oldest, age) => Math.max(oldest, age), 0),
        parked: outbox.size - ages.length,
      };
    },
  };
}

/** What the statements of one function would have answered since it was last asked. */
export function noteInMemoryEvents({ events }: InMemoryDatabase): WrittenEvents {
  let taken = events.length;
  return {
    take() {
      const fresh = events.slice(taken).map(published);
      taken = events.length;
      return fresh;
    },
  };
}

/** As it leaves the database: without what is not known. */
const published = ({ facts, occurredAt, ...event }: WrittenEvent): OrderEvent =>
  JSON.parse(JSON.stringify({ version: 1, ...event, occurredAt: occurredAt.toISOString(), ...facts })) as OrderEvent;
