import { isOrderId } from '../domain/is-order-id';
import type { ApiRequest, Caller } from '../runtime/api-request';
import { ProblemError } from '../runtime/problem';
import { isOperator } from './operator';

/** @throws ProblemError `order-not-found` for what can be no order */
export function orderIdIn(request: ApiRequest): string {
  const orderId = request.pathParameter('orderId')?.toLowerCase();
  if (orderId === undefined || !isOrderId(orderId)) {
    throw new ProblemError('order-not-found');
  }
  return orderId;
}

/** Operators may see the orders of every customer. */
export const maySee = (caller: Caller, order: { readonly customerId: string }): boolean =>
  order.customerId === caller.subject || isOperator(caller);
