import { FailureName } from '../../../lambdas/domain/failures';
import type { OrderStatus } from '../../../lambdas/domain/order';
import { RejectionName } from '../../../lambdas/domain/rejections';
import type { Snapshot } from '../../support/contracts/store-world';
import type { OrderExecution } from './platform';
import type { Verdict } from './verdict';

export type Ending = OrderStatus | 'NOWHERE';

export const endingOf = ({ orders }: Snapshot, orderId: string): Ending =>
  (orders[orderId]?.status as OrderStatus | undefined) ?? 'NOWHERE';

/** A success says what the order came to; later only the bank can open an order again, and that is on its trail. */
export function checkEnd(
  { message: { orderId }, status, output }: OrderExecution,
  snapshot: Snapshot,
): Verdict['violations'] {
  const said = (output as { readonly status?: unknown } | undefined)?.status;
  const cameTo = snapshot.events.some((event) => event.orderId === orderId && event.status === said);
  const ending = endingOf(snapshot, orderId);
  return status === 'SUCCEEDED' && !cameTo
    ? [violation('silent-end', orderId, `its execution succeeded with ${said}, the order is ${ending}`)]
    : [];
}

/**
 * A failure calls for an operator, and so it must have a reason: an undo, the pivot or the close failed for good, or
 * the saga was run again from its start after it had been stopped on its way back.
 */
export function checkNeed(
  { message, status, failures, wasRestarted }: OrderExecution,
  ending: Ending,
): Verdict['violations'] {
  const gaveUp = failures.some(
    ({ state, error, retried }) =>
      !retried && !ACTIONS.has(state) && !REJECTIONS.has(error) && !CONSEQUENCES.has(error),
  );
  return status === 'FAILED' && !gaveUp && !wasRestarted
    ? [violation('needless-repair', message.orderId, `it is ${ending}, and no undo had failed for good`)]
    : [];
}

/** A refusal is final where it is made. */
export function checkRefusal({ message, failures }: OrderExecution): Verdict['violations'] {
  const insisted = failures.find(({ error, retried }) => retried && REJECTIONS.has(error));
  return insisted === undefined
    ? []
    : [violation('path', message.orderId, `${insisted.state} was asked again after its refusal`)];
}

/** Whatever breaks here can be undone, so that nobody has to repair it. */
const ACTIONS: ReadonlySet<string> = new Set(['ReserveInventory', 'ChargePayment', 'BookShipment']);
/** Thrown for what failed before it. */
const CONSEQUENCES: ReadonlySet<string> = new Set([FailureName.NeedsRepair, FailureName.ParcelMayHaveLeft]);
const REJECTIONS: ReadonlySet<string> = new Set(Object.values(RejectionName));

export const violation = (invariant: string, subject: string, detail: string) => ({ invariant, subject, detail });
