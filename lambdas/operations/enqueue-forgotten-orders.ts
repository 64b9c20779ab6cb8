import type { Clock } from '../ports/clock';
import type { IntakeStore, PendingOrder } from '../ports/intake-store';
import type { OrderQueue } from '../ports/order-queue';
import type { Signals } from '../ports/signals';
import { createEnqueueOrder } from './enqueue-order';
import { inParallel } from './in-parallel';

/** The function that accepts an order has long ended by then, so nothing is taken out of its hands. */
const FORGOTTEN_AFTER_MS = 2 * 60_000;
const FORGOTTEN_AFTER_MS_MIN = 1_000;

/** After each it is asked whether to go on: one of which none could be sent says that the queue is away. */
const BATCH = 100;
const AT_ONCE = 10;
/**
 * Of the 50 seconds that the function has. Looked at before each order and after each batch: the pages of one more batch,
 * and orders that are being sent and marked, must end as well.
 */
export const FORGOTTEN_BUDGET_MS = 25_000;

export interface SweepResult {
  readonly sent: number;
  readonly failed: number;
}

/**
 * Sends again what was accepted but never recorded as enqueued: its function ended between the two, or the queue was away.
 * A run goes on for as long as it has time and gets anywhere; what is left then is for the next one.
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
  readonly intake: Pick<IntakeStore, 'findForgotten' | 'markEnqueued'>;
  readonly queue: OrderQueue;
  readonly clock: Clock;
  readonly signals: Signals;
  /** Factor on the bound: 1 in AWS. */
  readonly delayScale: number;
}) => {
  const enqueueOrder = createEnqueueOrder({ intake, queue, clock });
  const forgottenAfterMs = Math.max(FORGOTTEN_AFTER_MS_MIN, FORGOTTEN_AFTER_MS * delayScale);

  const send = async (order: PendingOrder): Promise<keyof SweepResult> => {
    try {
      await enqueueOrder(order);
      signals.count('ForgottenOrderEnqueued', 1, { orderId: order.orderId });
      return 'sent';
    } catch (error) {
      // The others are sent all the same, and this one again by the next run.
      const name = error instanceof Error ? error.name : typeof error;
      signals.count('ForgottenOrderFailed', 1, { orderId: order.orderId, error: name });
      return 'failed';
    }
  };

  return async (): Promise<SweepResult> => {
    const startedAt = clock.now().getTime();
    const isOver = () => clock.now().getTime() >= startedAt + FORGOTTEN_BUDGET_MS;
    const counts = { sent: 0, failed: 0 };

    for await (const batch of inBatches(intake.findForgotten(new Date(startedAt - forgottenAfterMs)))) {
      const { sent } = counts;
      await inParallel(batch, AT_ONCE, async (order) => {
        if (!isOver()) {
          counts[await send(order)] += 1;
        }
      });
      if (isOver() || counts.sent === sent) {
        break;
      }
    }
    return counts;
  };
};

async function* inBatches(orders: AsyncIterable<PendingOrder>): AsyncGenerator<readonly PendingOrder[]> {
  let batch: PendingOrder[] = [];
  for await (const order of orders) {
    batch.push(order);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) {
    yield batch;
  }
}

/**
 * Has a run fail that could not send some orders, after it has tried the others: the queue may be away for good, and the
 * alarm on failing runs is the only one that would tell of it. What there was no time for is the next run's, and no failure.
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
