import type { SagaState } from '../../contracts/saga-state';
import { NeedsRepairError } from '../../domain/failures';
import type { OrderStatus } from '../../domain/order';
import { RejectionName } from '../../domain/rejections';
import type { OrderStore, UnfinishedStep } from '../../ports/order-store';
import { recordableErrorName } from './recordable-error-name';

const REJECTIONS: readonly string[] = Object.values(RejectionName);

/**
 * Closes the way back: the order ends as rejected when everything before it was undone, and otherwise waits for an
 * operator. One that turns out to be final already is a success, also `CONFIRMED`: its confirmation had landed unseen.
 *
 * @throws NeedsRepairError, so that the execution fails and is noticed, when something could not be undone
 */
export const createRejectOrder =
  ({ orders }: { readonly orders: Pick<OrderStore, 'reject' | 'markNeedsRepair'> }) =>
  async (saga: SagaState): Promise<{ readonly status: OrderStatus }> => {
    const reason = REJECTIONS.find((name) => name === saga.failure?.Error) ?? 'ProcessingFailed';
    const failed = unfinishedSteps(saga);

    const { status, unfinished } =
      failed.length === 0
        ? await orders.reject(saga, reason)
        : { status: await orders.markNeedsRepair(saga, reason, failed), unfinished: failed };
    if (status === 'NEEDS_REPAIR') {
      throw new NeedsRepairError(
        saga.orderId,
        unfinished.map(({ step }) => step),
      );
    }
    return { status };
  };

/** Names only: a cause is text of somebody else's making and may hold anything. */
const unfinishedSteps = ({ repair = {} }: SagaState): readonly UnfinishedStep[] =>
  Object.entries(repair).map(([step, { Error: error }]) => ({ step, error: recordableErrorName(error) }));
