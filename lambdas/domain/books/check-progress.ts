import { isFinal } from '../order';
import type { Books } from './books';
import type { Violation } from './violation';

/** Nothing that was accepted is lost, nothing hangs, and no order was carried twice, or without having been accepted. */
export function checkProgress({ accepted, orders, executions, deadLettered }: Books): readonly Violation[] {
  const known = new Set([...orders.map(({ orderId }) => orderId), ...deadLettered]);
  const promised = new Set(accepted);
  const runs = new Map<string, number>();
  for (const { orderId } of executions) {
    runs.set(orderId, (runs.get(orderId) ?? 0) + 1);
  }

  return [
    ...[...promised]
      .filter((orderId) => !known.has(orderId))
      .map((orderId) => violation('no-loss', orderId, 'accepted, but neither on record nor among the dead letters')),
    ...orders
      .filter(({ orderId, status }) => !isFinal(status) && status !== 'NEEDS_REPAIR' && !deadLettered.includes(orderId))
      .map(({ orderId, status }) => violation('liveness', orderId, `still ${status}`)),
    ...executions
      .filter(({ status }) => status === 'RUNNING')
      .map(({ orderId }) => violation('liveness', orderId, 'its execution is still running')),
    ...[...runs]
      .filter(([, count]) => count > 1)
      .map(([orderId, count]) => violation('one-execution', orderId, `carried by ${count} executions`)),
    ...[...runs.keys()]
      .filter((orderId) => !promised.has(orderId))
      .map((orderId) => violation('one-execution', orderId, 'carried by an execution, and was never accepted')),
  ];
}

const violation = (invariant: Violation['invariant'], subject: string, detail: string): Violation => ({
  invariant,
  subject,
  detail,
});
