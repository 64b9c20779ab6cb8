import type { ConsistentOrders } from '../ports/consistent-orders';
import type { OrderCursor } from '../ports/order-reader';
import type { ApiAnswer } from '../runtime/api-handler';
import type { ApiRequest } from '../runtime/api-request';
import { ProblemError } from '../runtime/problem';
import { alsoSeen, consistencyHeader, seenBy, seenOrder } from './consistency-header';
import { orderAnswer } from './order-answer';
import { decodeCursor, encodeCursor } from './order-cursor';

const DEFAULT_LIMIT = 20;
const LARGEST_LIMIT = 100;

/**
 * `GET /orders`: the caller's own orders, newest first. An order appears here when its saga has begun; until
 * then it is found under its own address.
 */
export const createListOrders =
  ({ orders }: { readonly orders: Pick<ConsistentOrders, 'listOrders'> }) =>
  async (request: ApiRequest): Promise<ApiAnswer> => {
    const limit = limitOf(request.query('limit'));
    const after = cursorOf(request.query('cursor'));
    const seen = seenBy(request);

    // One more than asked for tells whether there is another page.
    const found = await orders.listOrders({ customerId: request.caller.subject, limit: limit + 1, after }, seen);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      status: 200,
      headers: consistencyHeader(alsoSeen(seen, ...page.map(seenOrder))),
      body: {
        orders: page.map(orderAnswer),
        ...(found.length > limit && last !== undefined ? { nextCursor: encodeCursor(last) } : {}),
      },
    };
  };

function limitOf(text: string | undefined): number {
  if (text === undefined) {
    return DEFAULT_LIMIT;
  }
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > LARGEST_LIMIT) {
    throw new ProblemError('invalid-request', {
      errors: [{ pointer: 'limit', detail: `must be a whole number from 1 to ${LARGEST_LIMIT}` }],
    });
  }
  return limit;
}

function cursorOf(text: string | undefined): OrderCursor | undefined {
  if (text === undefined) {
    return undefined;
  }
  const cursor = decodeCursor(text);
  if (cursor === undefined) {
    throw new ProblemError('invalid-request', {
      errors: [{ pointer: 'cursor', detail: 'must be the nextCursor of an earlier page' }],
    });
  }
  return cursor;
}
