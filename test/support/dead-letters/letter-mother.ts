import { createAssess } from '../../../lambdas/operations/dead-letters/assess';
import { createTreatLetters } from '../../../lambdas/operations/dead-letters/treat-letters';
import { createTriage } from '../../../lambdas/operations/dead-letters/triage';
import type { DeadLetter } from '../../../lambdas/ports/dead-letter-queue';
import type { FindStanding, OrderStanding } from '../../../lambdas/ports/order-standing';
import { ManualClock } from '../intake/manual-clock';
import { orderIdNumber, orderMessage } from '../intake/order-mother';
import { InMemoryFailureRecords } from './in-memory-failure-records';
import { InMemoryOperatorActions } from './in-memory-operator-actions';
import { InMemoryRedrivableQueue } from './in-memory-redrivable-queue';

/** The n-th dead letter of a row, each of an order of its own. */
export const deadLetter = (n = 1, changes: Partial<DeadLetter> = {}): DeadLetter => ({
  id: `letter-${n}`,
  body: JSON.stringify(orderMessage({ orderId: orderIdNumber(n) })),
  sentAt: new Date(Date.UTC(2026, 2, 1, 12, 0, n)).toISOString(),
  receivedAs: `letter-${n}`,
  replays: 0,
  ...changes,
});

export const deadLetters = (count: number): readonly DeadLetter[] =>
  Array.from({ length: count }, (_, index) => deadLetter(index + 1));

/** An operator's desk over twins. Orders wait for their message, unless it is said how they stand. */
export function createDesk(standings: Readonly<Record<string, OrderStanding>> = {}) {
  const clock = new ManualClock();
  const queue = new InMemoryRedrivableQueue(clock);
  const history = new InMemoryFailureRecords();
  const actions = new InMemoryOperatorActions();
  const findStanding: FindStanding = async (orderId) => standings[orderId] ?? { stands: 'not started' };
  const assess = createAssess({ history, findStanding });
  return {
    clock,
    queue,
    history,
    actions,
    findStanding,
    triage: createTriage({ queues: [queue], assess }),
    treat: createTreatLetters({ queues: [queue], actions, clock }),
  };
}
