import { EVENT_OF_STATUS, EVENT_WITHOUT_MOVE } from '../events';
import { isFinal, mayMove } from '../order';
import { isUndo } from '../undo-steps';
import type { BookedEvent, BookedOrder, Books } from './books';
import type { Violation } from './violation';

/**
 * A refund that the bank could not deliver opens an order again that had ended. An operator who has it undone then may
 * not hear from every step, and puts those on its record.
 */
const mayBeOpenAgainFor = (unfinished: BookedOrder['unfinished']): boolean =>
  unfinished.length > 0 && unfinished.every(isUndo);

/** The audit trail of each order is a legal walk that ends where the order stands, without a gap. */
export function checkEvents({ orders, events }: Books): readonly Violation[] {
  const trails = new Map<string, BookedEvent[]>(orders.map(({ orderId }) => [orderId, []]));
  const strangers = events.filter((event) => {
    const trail = trails.get(event.orderId);
    trail?.push(event);
    return trail === undefined;
  });

  return [
    ...strangers.map(({ orderId }) => violation('events', orderId, 'an event of an order that is not on record')),
    ...orders.flatMap((order) => checkTrail(order, trails.get(order.orderId) ?? [])),
  ];
}

function checkTrail(order: BookedOrder, trail: readonly BookedEvent[]): readonly Violation[] {
  const { orderId, status, unfinished } = order;
  const walk = [...trail].sort((a, b) => a.sequence - b.sequence);
  const violations: Violation[] = [];

  walk.forEach((event, index) => {
    const before = walk[index - 1];
    if (event.sequence !== index + 1) {
      violations.push(violation('events', orderId, `event ${index + 1} of the trail has sequence ${event.sequence}`));
    }
    const isLegal =
      event.type === EVENT_WITHOUT_MOVE.refund
        ? event.status === before?.status
        : event.type === EVENT_OF_STATUS[event.status] &&
          (before === undefined ? event.status === 'RECEIVED' : mayMove(before.status, event.status));
    if (!isLegal) {
      violations.push(
        violation('path', orderId, `moved from ${before?.status ?? 'nowhere'} to ${event.status} by ${event.type}`),
      );
    }
  });
  if (walk.at(-1)?.status !== status) {
    violations.push(violation('events', orderId, `stands at ${status}, its last event says ${walk.at(-1)?.status}`));
  }
  const end = walk.findIndex((event) => isFinal(event.status));
  const isOpenAgain = end !== -1 && end < walk.length - 1 && status === 'NEEDS_REPAIR';
  if (isOpenAgain && !mayBeOpenAgainFor(unfinished)) {
    violations.push(violation('path', orderId, `opened again after its end for ${unfinished.join() || 'no reason'}`));
  }
  return violations;
}

const violation = (invariant: Violation['invariant'], subject: string, detail: string): Violation => ({
  invariant,
  subject,
  detail,
});
