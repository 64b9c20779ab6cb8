import { mayBeConfirmed } from '../../lambdas/operations/repair/retry-order';
import type { Books, ReadOrder } from './read-order';
import { unfinishedSteps } from './unfinished-steps';

type InRepair = Books & Pick<ReadOrder, 'unfinished' | 'compensatingAt'>;

/** A refund that is on record of what is still to be refunded has failed for good, or a part by hand beside it has. */
export const isReturned = (payment: Books['payment']): boolean =>
  payment?.state === 'REFUNDING' && payment.refundId !== null;

/** Nothing but its confirmation is on record as missing, and nobody has begun to undo it. */
export const isOnlyUnconfirmed = ({ unfinished, compensatingAt }: InRepair): boolean =>
  mayBeConfirmed({ unfinished: unfinished ?? [], isBeingUndone: compensatingAt !== null });

/**
 * The same, and a person has settled it outside: it may be paid back and its parcel recalled, and no books of ours know. So it
 * is not confirmed any more.
 */
export const isSettledUnconfirmed = (order: InRepair & Pick<ReadOrder, 'isResolved'>): boolean =>
  order.isResolved && isOnlyUnconfirmed(order);

/** A returned refund is all that is left, and that is not tried again. */
export const isOnlyReturned = (order: InRepair): boolean =>
  isReturned(order.payment) && unfinishedSteps(order).every(({ step }) => step === 'RefundPayment');

/** The act, by its id, that an order in repair is advised first. */
export function advisedAct(order: InRepair): 'undo' | 'retry' | 'resolve' {
  if (isOnlyReturned(order)) {
    return 'resolve';
  }
  return isOnlyUnconfirmed(order) ? 'retry' : 'undo';
}
