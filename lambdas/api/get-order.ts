import type { ConsistencyToken } from '../contracts/consistency-token';
import type { ConsistentOrders } from '../ports/consistent-orders';
import type { IntakeStore } from '../ports/intake-store';
import type { ApiAnswer } from '../runtime/api-handler';
import type { ApiRequest, Caller } from '../runtime/api-request';
import { noteOrder } from '../runtime/log-context';
import { ProblemError } from '../runtime/problem';
import { alsoSeen, consistencyHeader, seenAccepted, seenBy, seenOrder } from './consistency-header';
import { orderAnswer, receivedAnswer } from './order-answer';
import { maySee, orderIdIn } from './order-of-caller';

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
    const orderId = orderIdIn(request);

    noteOrder(orderId);
    const seen = seenBy(request);
    const view = await orders.findOrder(orderId, seen);
    if (view !== undefined) {
      return answerTo(request.caller, view, alsoSeen(seen, seenOrder(view)), () => orderAnswer(view));
    }
    const accepted = await intake.find(orderId);
    if (accepted !== undefined) {
      return answerTo(request.caller, accepted, alsoSeen(seen, seenAccepted(orderId)), () => receivedAnswer(accepted));
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
