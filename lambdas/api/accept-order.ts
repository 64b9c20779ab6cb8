import type { PlaceOrderRequest } from '../contracts/place-order-request';
import { createEnqueueOrder } from '../operations/enqueue-order';
import type { Clock } from '../ports/clock';
import type { IntakeRecord, IntakeStore } from '../ports/intake-store';
import type { OrderQueue } from '../ports/order-queue';
import type { Signals } from '../ports/signals';
import { KeyReusedError } from '../runtime/idempotency';

export interface Acceptance {
  readonly orderId: string;
  readonly customerId: string;
  readonly bodyHash: string;
  readonly request: PlaceOrderRequest;
  readonly traceHeader?: string | undefined;
}

/** Told to the customer and stored with the idempotency key: nothing that changes later. */
export type Accepted = { readonly orderId: string; readonly status: 'RECEIVED' };

/**
 * Makes an order ours: from the moment its intake record is written it is processed, whatever else fails.
 * Repeating it continues where an earlier call ended.
 *
 * @throws KeyReusedError when the order id stands for another request
 * @throws DependencyUnavailableError when the intake record could not be written
 */
export const createAcceptOrder = ({
  intake,
  queue,
  clock,
  signals,
}: {
  readonly intake: Pick<IntakeStore, 'putIfNew' | 'markEnqueued'>;
  readonly queue: OrderQueue;
  readonly clock: Clock;
  readonly signals: Signals;
}) => {
  const enqueueOrder = createEnqueueOrder({ intake, queue, clock });

  return async ({ request, ...acceptance }: Acceptance): Promise<Accepted> => {
    const { orderId, bodyHash } = acceptance;
    const record: IntakeRecord = { ...acceptance, ...request, acceptedAt: clock.now().toISOString() };
    const existing = await intake.putIfNew(record);
    if (existing !== undefined && existing.bodyHash !== bodyHash) {
      throw new KeyReusedError(`order ${orderId} was placed with another body`);
    }

    const standing = existing ?? record;
    if (standing.enqueuedAt === undefined && standing.startedAt === undefined) {
      try {
        await enqueueOrder(standing);
      } catch (error) {
        // The order is on record, so it is accepted; what was not sent now is sent by the sweeper.
        signals.count('OrderNotEnqueued', 1, { orderId, error: nameOf(error) });
      }
    }
    return { orderId, status: 'RECEIVED' };
  };
};

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
