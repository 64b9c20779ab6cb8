import type { ApiRequest, Caller } from '../runtime/api-request';
import { ProblemError } from '../runtime/problem';
import { isOperator } from './operator';

const ORDER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** @throws ProblemError `order-not-found` for what can be no order */
export function orderIdIn(request: ApiRequest): string {
  const orderId = request.pathParameter('orderId')?.toLowerCase();
  if (orderId === undefined || !ORDER_ID.test(orderId)) {
    throw new ProblemError('order-not-found');
  }
  return orderId;
}

/** Operators may see the orders of every customer. */
export const maySee = (caller: Caller, order: { readonly customerId: string }): boolean =>
  order.customerId === caller.subject || isOperator(caller);
