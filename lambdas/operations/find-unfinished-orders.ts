import { unfinishedOrdersQuestionSchema } from '../contracts/unfinished-orders-question';
import type { UnfinishedOrder, UnfinishedOrders } from '../ports/stuck-orders';

/**
 * What the database says about orders that nobody has finished, for operators' tools: in AWS they cannot reach it
 * themselves. Reads only.
 */
export const createFindUnfinishedOrders =
  ({ orders }: { readonly orders: UnfinishedOrders }) =>
  async (event: unknown): Promise<readonly UnfinishedOrder[] | readonly string[]> => {
    const question = unfinishedOrdersQuestionSchema.parse(event);
    switch (question.find) {
      case 'unfinished':
        return orders.findUnfinished({ acceptedBefore: new Date(question.acceptedBefore), limit: question.limit });
      case 'unwritten':
        return orders.findUnwritten(question.orderIds);
    }
  };
