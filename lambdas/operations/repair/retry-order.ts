import type { Order } from '../../domain/order';
import type { OrderStore, UnfinishedStep } from '../../ports/order-store';

/** An order in repair, as far as finishing it goes. */
export interface OrderInRepair extends Order {
  readonly reason: string;
  /** Its undoing has begun: from then on it can only end as rejected. */
  readonly isBeingUndone: boolean;
  /** Its record of what is unfinished. */
  readonly unfinished: readonly UnfinishedStep[];
}

export type Retried =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'unfinished'; readonly steps: readonly string[] };

/**
 * Tries again to give an order in repair its end, as the last step of its saga would. It moves no money and no goods: it
 * ends the order only when the books show that nothing is left to do, so it is safe at any time and as often as one likes.
 *
 * Confirmed is only an order of which nothing but that is on record as unfinished. Any other one an operator may have
 * begun to settle outside, with the books none the wiser: it is closed first, and can end as rejected alone from then on.
 */
export const createRetryOrder =
  ({ orders }: { readonly orders: Pick<OrderStore, 'confirm' | 'reject'> }) =>
  async ({ reason, isBeingUndone, unfinished: known, ...order }: OrderInRepair): Promise<Retried> => {
    if (mayBeConfirmed({ isBeingUndone, unfinished: known })) {
      // Nothing of it was undone, so it may still be whole. It must not be closed before that is known.
      const outcome = await orders.confirm(order.orderId);
      if (outcome.kind !== 'undone') {
        return outcome.kind === 'confirmed' ? outcome : { kind: 'unfinished', steps: ['ConfirmOrder'] };
      }
    }
    const { status, unfinished } = await orders.reject(order, reason);
    switch (status) {
      case 'CONFIRMED':
        return { kind: 'confirmed' };
      case 'REJECTED':
      case 'CANCELLED':
        return { kind: 'rejected' };
      default:
        return { kind: 'unfinished', steps: unfinished.map(({ step }) => step) };
    }
  };

/** Any other one is called off for good by the same act. */
export const mayBeConfirmed = ({
  isBeingUndone,
  unfinished,
}: Pick<OrderInRepair, 'isBeingUndone' | 'unfinished'>): boolean =>
  !isBeingUndone && unfinished.length > 0 && unfinished.every(({ step }) => step === 'ConfirmOrder');
