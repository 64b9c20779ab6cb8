import type { SagaState } from '../../contracts/saga-state';
import { OrderConfirmedError } from '../../domain/failures';
import type { InventoryStore } from '../../ports/inventory-store';

/**
 * Undoes `reserve-inventory.ts`: gives back what is held, also when that is nothing yet.
 *
 * @throws OrderConfirmedError when the order passed the pivot
 */
export const createReleaseInventory =
  ({ inventory }: { readonly inventory: InventoryStore }) =>
  async (saga: SagaState): Promise<{ readonly reservation: 'RELEASED' }> => {
    const outcome = await inventory.release(saga.orderId);
    if (outcome.kind === 'order-confirmed') {
      throw new OrderConfirmedError(saga.orderId);
    }
    return { reservation: 'RELEASED' };
  };
