import type { SagaState } from '../../contracts/saga-state';
import {
  MixedCurrencyError,
  OrderUndoneError,
  OutOfStockError,
  TotalChangedError,
  UnknownSkuError,
} from '../../domain/rejections';
import type { InventoryStore } from '../../ports/inventory-store';

/**
 * Prices the order and takes its lines out of stock. Undone by `release-inventory.ts`.
 *
 * Safe to replay: a reservation that is already there is the answer, not a conflict. Every rejection means that
 * nothing is held for the order, by this call or an earlier one.
 */
export const createReserveInventory =
  ({ inventory }: { readonly inventory: InventoryStore }) =>
  async (saga: SagaState): Promise<{ readonly totalMinor: number; readonly currency: string }> => {
    const outcome = await inventory.reserve(saga);

    switch (outcome.kind) {
      case 'reserved':
        return { totalMinor: outcome.total.amountMinor, currency: outcome.total.currency };
      case 'out-of-stock':
        throw new OutOfStockError(outcome.sku, outcome.requested, outcome.available);
      case 'unknown-sku':
        throw new UnknownSkuError(outcome.sku);
      case 'mixed-currency':
        throw new MixedCurrencyError(outcome.currencies);
      case 'total-changed':
        throw new TotalChangedError(outcome.expectedMinor, outcome.actualMinor);
      case 'undone':
        throw new OrderUndoneError(saga.orderId);
    }
  };
