import type { SagaState } from '../../contracts/saga-state';
import { OrderConfirmedError, ParcelMayHaveLeftError } from '../../domain/failures';
import type { InventoryStore } from '../../ports/inventory-store';

/**
 * Undoes `reserve-inventory.ts`: gives back what is held, also when that is nothing yet.
 *
 * Not what may be in a parcel, since its cancellation has failed: it would be sold a second time. It is held until the
 * parcel is cancelled, or a person who undoes the order says that it is there.
 *
 * @throws OrderConfirmedError when the order passed the pivot
 * @throws ParcelMayHaveLeftError when the parcel of the order is not cancelled
 */
export const createReleaseInventory =
  ({ inventory }: { readonly inventory: InventoryStore }) =>
  async (saga: SagaState): Promise<{ readonly reservation: 'RELEASED' }> => {
    const outcome = await inventory.release(saga.orderId, { evenIfNotCancelled: saga.evenIfNotCancelled });
    if (outcome.kind === 'order-confirmed') {
      throw new OrderConfirmedError(saga.orderId);
    }
    if (outcome.kind === 'parcel-may-have-left') {
      throw new ParcelMayHaveLeftError(saga.orderId);
    }
    return { reservation: 'RELEASED' };
  };
