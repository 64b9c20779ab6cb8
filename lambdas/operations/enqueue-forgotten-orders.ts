import type { Clock } from '../ports/clock';
import type { IntakeStore } from '../ports/intake-store';
import type { OrderQueue } from '../ports/order-queue';
import type { Signals } from '../ports/signals';
import { createEnqueueOrder } from './enqueue-order';

/** The function that accepts an order has long ended by then, so nothing is taken out of its hands. */
const FORGOTTEN_AFTER_MS = 2 * 60_000;
const FORGOTTEN_AFTER_MS_MIN = 1_000;

/** Of one run; the next one goes on. */
const BATCH = 100;

export interface SweepResult {
  readonly sent: number;
  readonly failed: number;
}

/**
 * Sends again what was accepted but never recorded as enqueued: its function ended between the two.
 *
 * An order that was enqueued and has not started is left alone, however old it is: its message waits in the
 * queue, or in the dead letters until an operator has repaired the cause, and another one would only fail
 * beside it. `find-stuck-orders` shows those.
 */
export const createEnqueueForgottenOrders = ({
  intake,
  queue,
  clock,
  signals,
  delayScale,
}: {
  readonly intake: Pick<IntakeStore, 'findNotStarted' | 'markEnqueued'>;
  readonly queue: OrderQueue;
  readonly clock: Clock;
  readonly signals: Signals;
  /** Factor on the bound: 1 in AWS. */
  readonly delayScale: number;
}) => {
  const enqueueOrder = createEnqueueOrder({ intake, queue, clock });
  const forgottenAfterMs = Math.max(FORGOTTEN_AFTER_MS_MIN, FORGOTTEN_AFTER_MS * delayScale);

  return async (): Promise<SweepResult> => {
    const acceptedBefore = new Date(clock.now().getTime() - forgottenAfterMs);
    const forgotten = await intake.findNotStarted({ acceptedBefore, limit: BATCH, onlyForgotten: true });

    let failed = 0;
    for (const order of forgotten) {
      try {
        await enqueueOrder(order);
        signals.count('ForgottenOrderEnqueued', 1, { orderId: order.orderId });
      } catch (error) {
        // The others are sent all the same, and this one again by the next run.
        failed += 1;
        const name = error instanceof Error ? error.name : typeof error;
        signals.count('ForgottenOrderFailed', 1, { orderId: order.orderId, error: name });
      }
    }
    return { sent: forgotten.length - failed, failed };
  };
};

/**
 * Has a run fail that left orders behind, after it has sent all the others: the queue may be away for good, and the alarm
 * on failing runs is the only one that would tell of it.
 */
export const failingWhenOrdersAreLeft =
  (sweep: () => Promise<SweepResult>): (() => Promise<SweepResult>) =>
  async () => {
    const result = await sweep();
    if (result.failed > 0) {
      throw new Error(`${result.failed} accepted orders could not be put into the queue`);
    }
    return result;
  };
