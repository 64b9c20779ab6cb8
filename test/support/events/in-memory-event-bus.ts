import { canonicalJson } from '../../../lambdas/contracts/canonical-json';
import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import type { EventBus, PublishOutcome } from '../../../lambdas/ports/event-bus';

/** A bus that remembers what it took, and answers as it is told to. */
export class InMemoryEventBus implements EventBus {
  readonly taken: OrderEvent[] = [];
  /** What becomes of an event, before it is taken. */
  outcomeOf: (event: OrderEvent) => PublishOutcome = () => ({ kind: 'published' });

  async publish(events: readonly OrderEvent[]): Promise<readonly PublishOutcome[]> {
    return events.map((event) => {
      const outcome = this.outcomeOf(event);
      if (outcome.kind === 'published') {
        this.taken.push(event);
      }
      return outcome;
    });
  }

  /** Each event once, and whether two of the same id ever differed. */
  get distinct(): ReadonlyMap<string, OrderEvent> {
    const byId = new Map<string, OrderEvent>();
    for (const event of this.taken) {
      const known = byId.get(event.eventId);
      if (known !== undefined && canonicalJson(known) !== canonicalJson(event)) {
        throw new Error(`two events have the id ${event.eventId}`);
      }
      byId.set(event.eventId, event);
    }
    return byId;
  }
}
