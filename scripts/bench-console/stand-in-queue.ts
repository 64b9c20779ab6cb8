import type { OperatedQueue } from '../../lambdas/operations/dead-letters/redrivable-queues';
import type { DeadLetter } from '../../lambdas/ports/dead-letter-queue';
import { takeTime } from './delays';
import { messageOf } from './fill-tables';

/** What SQS gives at once. */
const BATCH = 10;

/** A queue with a dead letter for each of these orders. */
export function standInQueue(orderIds: readonly string[]): OperatedQueue {
  const letters = orderIds.map(
    (orderId, n): DeadLetter => ({
      id: `${n}`.padStart(36, '0'),
      body: JSON.stringify(messageOf(orderId)),
      sentAt: new Date(Date.now() - n * 60_000).toISOString(),
      receivedAs: 'message',
      replays: 0,
    }),
  );
  const held = new Set<string>();
  const depth = async () => {
    await takeTime('sqs');
    return { waiting: letters.length, inFlight: 0 };
  };
  return {
    name: 'orders',
    kind: 'order',
    source: { depth, send: () => takeTime('sqs') },
    deadLetters: {
      depth,
      async take() {
        await takeTime('sqs');
        const taken = letters.filter(({ id }) => !held.has(id)).slice(0, BATCH);
        for (const { id } of taken) {
          held.add(id);
        }
        return taken.map((letter) => ({ letter, receipt: letter.id, heldUntil: Date.now() + 30_000 }));
      },
      async hold() {
        await takeTime('sqs');
        return 'held';
      },
      async release(receipt) {
        await takeTime('sqs');
        held.delete(receipt);
      },
      remove: () => takeTime('sqs'),
    },
  };
}
