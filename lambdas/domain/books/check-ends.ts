import { isFinal } from '../order';
import type { Books } from './books';
import type { Violation } from './violation';

/**
 * No execution ends in silence. One that succeeded has brought its order to an end, which is on its trail (later only the
 * bank can open it again); one that did not has left a note for an operator, unless its order had ended before.
 */
export function checkEnds({ executions, orders, events, deadLettered }: Books): readonly Violation[] {
  const status = new Map(orders.map((order) => [order.orderId, order.status]));
  const ended = new Set(events.filter((event) => isFinal(event.status)).map(({ orderId }) => orderId));
  const waiting = new Set(deadLettered);

  return executions
    .filter(({ orderId, status: execution }) => execution !== 'RUNNING' && !waiting.has(orderId))
    .filter(
      ({ orderId, status: execution }) =>
        !ended.has(orderId) && !(execution !== 'SUCCEEDED' && status.get(orderId) === 'NEEDS_REPAIR'),
    )
    .map(({ orderId, status: execution }) => ({
      invariant: 'silent-end',
      subject: orderId,
      detail: `its execution is ${execution}, the order ${status.get(orderId) ?? 'not on record'}`,
    }));
}
