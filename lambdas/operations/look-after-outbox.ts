import { outboxQuestionSchema } from '../contracts/outbox-question';
import type { Backlog, Outbox, ParkedEvent } from '../ports/outbox';

/** What operators' tools ask of events on their way to the bus. In AWS they cannot reach the database themselves. */
export const createLookAfterOutbox =
  ({ outbox }: { readonly outbox: Pick<Outbox, 'backlog' | 'parked' | 'unpark'> }) =>
  async (event: unknown): Promise<Backlog | readonly ParkedEvent[] | boolean> => {
    const question = outboxQuestionSchema.parse(event);
    switch (question.outbox) {
      case 'backlog':
        return outbox.backlog();
      case 'parked':
        return outbox.parked({ limit: question.limit });
      case 'unpark':
        return outbox.unpark(question.eventId);
    }
  };
