import type { IntakeStore } from '../ports/intake-store';
import type { OrderReader } from '../ports/order-reader';
import type { ApiAnswer } from '../runtime/api-handler';
import type { ApiRequest, Caller } from '../runtime/api-request';
import { ProblemError } from '../runtime/problem';
import { orderAnswer, receivedAnswer } from './order-answer';

const ORDER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Scope of operators, who may see the orders of every customer. */
const OPERATE = 'orders:operate';

const maySee = (caller: Caller, order: { readonly customerId: string }): boolean =>
  order.customerId === caller.subject || caller.scopes.includes(OPERATE);

/**
 * `GET /orders/{orderId}`. The order of another customer is answered exactly as one that does not exist, so
 * that ids cannot be tried out.
 */
export const createGetOrder =
  ({
    orders,
    intake,
  }: {
    readonly orders: Pick<OrderReader, 'findOrder'>;
    readonly intake: Pick<IntakeStore, 'find'>;
  }) =>
  async (request: ApiRequest): Promise<ApiAnswer> => {
    const orderId = request.pathParameter('orderId')?.toLowerCase();
    if (orderId === undefined || !ORDER_ID.test(orderId)) {
      throw new ProblemError('order-not-found');
    }

    const view = await orders.findOrder(orderId);
    if (view !== undefined) {
      return answerTo(request.caller, view, () => orderAnswer(view));
    }
    const accepted = await intake.find(orderId);
    if (accepted !== undefined) {
      return answerTo(request.caller, accepted, () => receivedAnswer(accepted));
    }
    throw new ProblemError('order-not-found');
  };

function answerTo(
  caller: Caller,
  order: { readonly orderId: string; readonly customerId: string },
  body: () => unknown,
): ApiAnswer {
  if (!maySee(caller, order)) {
    throw new ProblemError('order-not-found');
  }
  return { status: 200, body: body(), orderId: order.orderId };
}
