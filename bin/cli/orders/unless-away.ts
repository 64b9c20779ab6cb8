import type { UnfinishedOrders } from '../../../lambdas/ports/stuck-orders';

/**
 * Goes on without a database that does not answer: what is wrong with it may be why orders are stuck, and the other
 * places know of most of them.
 */
export const unlessAway = (orders: UnfinishedOrders, tellAway: (error: unknown) => void): UnfinishedOrders => {
  const orNone = async <Answer>(call: Promise<readonly Answer[]>): Promise<readonly Answer[]> => {
    try {
      return await call;
    } catch (error) {
      tellAway(error);
      return [];
    }
  };
  return {
    findUnfinished: (query) => orNone(orders.findUnfinished(query)),
    findUnwritten: (orderIds) => orNone(orders.findUnwritten(orderIds)),
  };
};
