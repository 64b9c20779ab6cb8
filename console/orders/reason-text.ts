import { reasonFor } from '../../lambdas/api/reasons';
import type { OrderStatus } from '../../lambdas/domain/order';
import { UNDO_STEPS } from '../../lambdas/domain/undo-steps';

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

/** Names of failures and steps that our tools wrote into a sentence of somebody's, in the same words. Every other word is theirs. */
export const readableIn = (sentence: string): string => sentence.replace(/\bError: /g, '').replace(NAMES, readable);

const NAMES = new RegExp(`\\b(?:(?:[A-Z][a-z]+)+Error|ConfirmOrder|${UNDO_STEPS.join('|')})\\b`, 'g');
