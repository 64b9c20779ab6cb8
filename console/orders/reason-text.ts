import { reasonFor } from '../../lambdas/api/reasons';
import type { OrderStatus } from '../../lambdas/domain/order';

/** Why an order is not confirmed, for an operator: a repair has a reason of its own, which customers are not told. */
export function reasonText(status: OrderStatus, reason: string | null | undefined): string | undefined {
  if (reason === null || reason === undefined) {
    return undefined;
  }
  return status === 'NEEDS_REPAIR' ? `left unfinished after ${readable(reason)}` : reasonFor(status, reason)?.detail;
}

/** `PaymentDeclinedError` → payment declined. */
export const readable = (name: string): string =>
  name
    .replace(/Error$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
