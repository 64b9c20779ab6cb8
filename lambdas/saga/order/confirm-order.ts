import { StepOutOfOrderError } from '../../domain/failures';
import { OrderUndoneError } from '../../domain/rejections';
import type { OrderStore } from '../../ports/order-store';

/**
 * The pivot: from here on the order is final and its reservation a sale. Nothing undoes it.
 *
 * Safe to replay: an order that is confirmed already is the answer. Every rejection means that it is not, and that it
 * never will be.
 *
 * @throws OrderUndoneError when a compensation or a cancellation came first
 * @throws StepOutOfOrderError when an earlier step is not on record
 */
export const createConfirmOrder =
  ({ orders }: { readonly orders: Pick<OrderStore, 'confirm'> }) =>
  async ({ orderId }: { readonly orderId: string }): Promise<{ readonly status: 'CONFIRMED' }> => {
    const outcome = await orders.confirm(orderId);
    switch (outcome.kind) {
      case 'confirmed':
        return { status: 'CONFIRMED' };
      case 'undone':
        throw new OrderUndoneError(orderId);
      case 'out-of-order':
        throw new StepOutOfOrderError('ConfirmOrder', outcome.status);
    }
  };
