import { DependencyUnavailableError } from '../domain/failures';
import { forCustomer } from '../operations/timeline/for-customer';
import type { createReadTimeline } from '../operations/timeline/read-timeline';
import type { Timeline } from '../operations/timeline/timeline-entry';
import type { ConsistentOrders } from '../ports/consistent-orders';
import type { IntakeStore } from '../ports/intake-store';
import type { OrderView } from '../ports/order-reader';
import type { ApiAnswer } from '../runtime/api-handler';
import type { ApiRequest } from '../runtime/api-request';
import { logger } from '../runtime/powertools';
import { ProblemError } from '../runtime/problem';
import { alsoSeen, consistencyHeader, seenAccepted, seenBy, seenOrder } from './consistency-header';
import { isOperator } from './operator';
import { maySee, orderIdIn } from './order-of-caller';

/**
 * `GET /orders/{orderId}/timeline`: what has happened to an order. Its customer is told what concerns a customer, an
 * operator everything. Somebody else's order is answered as one that does not exist.
 */
export const createGetTimeline =
  ({
    orders,
    intake,
    readTimeline,
    tellMissing = (because) => logger.warn('a part of a timeline could not be read', { because }),
  }: {
    readonly orders: Pick<ConsistentOrders, 'findOrder'>;
    readonly intake: Pick<IntakeStore, 'find'>;
    readonly readTimeline: ReturnType<typeof createReadTimeline>;
    /** To whoever runs this: the caller is told which parts are missing, and not why. */
    readonly tellMissing?: (because: NonNullable<Timeline['because']>) => void;
  }) =>
  async (request: ApiRequest): Promise<ApiAnswer> => {
    const orderId = orderIdIn(request);
    const seen = seenBy(request);
    const view = await whileAway(() => orders.findOrder(orderId, seen));
    const order = view ?? (await intake.find(orderId));
    if (order === undefined || !maySee(request.caller, order)) {
      throw new ProblemError('order-not-found');
    }
    const timeline = await readTimeline(orderId, view === undefined ? {} : { version: view.version });
    const { entries, missing, because } = timeline ?? { entries: [], missing: [] };
    if (because !== undefined) {
      tellMissing(because);
    }
    const body = isOperator(request.caller)
      ? { orderId, entries, missing }
      : { orderId, entries: forCustomer({ orderId, entries, missing }) };
    const token = alsoSeen(seen, view === undefined ? seenAccepted(orderId) : seenOrder(view));
    return { status: 200, body, headers: consistencyHeader(token), orderId };
  };

/** The rest of the story can be told without the database, and is wanted most when that is away. */
async function whileAway(find: () => Promise<OrderView | undefined>): Promise<OrderView | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof DependencyUnavailableError) {
      return undefined;
    }
    throw error;
  }
}
