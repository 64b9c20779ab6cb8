import type { ConsistencyToken } from '../contracts/consistency-token';
import type { ConsistentOrders } from '../ports/consistent-orders';
import type { IntakeStore } from '../ports/intake-store';
import type { ApiAnswer } from '../runtime/api-handler';
import type { ApiRequest, Caller } from '../runtime/api-request';
import { ProblemError } from '../runtime/problem';
import { consistencyHeader, seenAccepted, seenBy, seenOrder } from './consistency-header';
import { isOperator } from './operator';
import { orderAnswer, receivedAnswer } from './order-answer';

const ORDER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Operators may see the orders of every customer. */
const maySee = (caller: Caller, order: { readonly customerId: string }): boolean =>
  order.customerId === caller.subject || isOperator(caller);

/**
 * `GET /orders/{orderId}`. The order of another customer is answered exactly as one that does not exist, so
 * that ids cannot be tried out.
 */
export const createGetOrder =
  ({
    orders,
    intake,
  }: {
    readonly orders: Pick<ConsistentOrders, 'findOrder'>;
    readonly intake: Pick<IntakeStore, 'find'>;
  }) =>
  async (request: ApiRequest): Promise<ApiAnswer> => {
    const orderId = request.pathParameter('orderId')?.toLowerCase();
    if (orderId === undefined || !ORDER_ID.test(orderId)) {
      throw new ProblemError('order-not-found');
    }

    const seen = seenBy(request);
    const view = await orders.findOrder(orderId, seen);
    if (view !== undefined) {
      return answerTo(request.caller, view, seenOrder(view), () => orderAnswer(view));
    }
    const accepted = await intake.find(orderId);
    if (accepted !== undefined) {
      return answerTo(request.caller, accepted, seenAccepted(orderId), () => receivedAnswer(accepted));
    }
    throw new ProblemError('order-not-found');
  };

function answerTo(
  caller: Caller,
  order: { readonly orderId: string; readonly customerId: string },
  token: ConsistencyToken,
  body: () => unknown,
): ApiAnswer {
  if (!maySee(caller, order)) {
    throw new ProblemError('order-not-found');
  }
  return { status: 200, body: body(), headers: consistencyHeader(token), orderId: order.orderId };
}
