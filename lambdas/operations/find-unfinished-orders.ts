import { unfinishedOrdersQuestionSchema } from '../contracts/unfinished-orders-question';
import type { OrderOnRecord, OrdersOnRecord } from '../ports/orders-on-record';
import type { UnfinishedOrder, UnfinishedOrders } from '../ports/stuck-orders';

type Answer = readonly UnfinishedOrder[] | readonly string[] | OrderOnRecord | null;

/**
 * What the database says about orders that nobody has finished, for operators' tools: in AWS they cannot reach it
 * themselves. Reads only.
 */
export const createFindUnfinishedOrders =
  ({ orders }: { readonly orders: UnfinishedOrders & OrdersOnRecord }) =>
  async (event: unknown): Promise<Answer> => {
    const question = unfinishedOrdersQuestionSchema.parse(event);
    switch (question.find) {
      case 'unfinished':
        return orders.findUnfinished({ acceptedBefore: new Date(question.acceptedBefore), limit: question.limit });
      case 'unwritten':
        return orders.findUnwritten(question.orderIds);
      case 'on-record':
        return (await orders.findOnRecord(question.orderId)) ?? null;
    }
  };
