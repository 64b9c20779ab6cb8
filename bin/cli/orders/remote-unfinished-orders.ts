import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  orderOnRecordSchema,
  type UnfinishedOrdersQuestion,
  unfinishedOrdersSchema,
  unwrittenOrdersSchema,
} from '../../../lambdas/contracts/unfinished-orders-question';
import type { OrdersOnRecord } from '../../../lambdas/ports/orders-on-record';
import type { UnfinishedOrders } from '../../../lambdas/ports/stuck-orders';
import { askFunction } from '../ask-function';

/** The database of a cloud stage, asked through the function that stands beside it. */
export function createRemoteUnfinishedOrders({
  client,
  functionName,
}: {
  readonly client: LambdaClient;
  readonly functionName: string;
}): UnfinishedOrders & OrdersOnRecord {
  const ask = askFunction<UnfinishedOrdersQuestion>({ client, functionName });
  return {
    findUnfinished: ({ acceptedBefore, limit }) =>
      ask({ find: 'unfinished', acceptedBefore: acceptedBefore.toISOString(), limit }, unfinishedOrdersSchema),
    findUnwritten: async (orderIds) =>
      orderIds.length === 0 ? [] : ask({ find: 'unwritten', orderIds: [...orderIds] }, unwrittenOrdersSchema),
    findOnRecord: async (orderId) => (await ask({ find: 'on-record', orderId }, orderOnRecordSchema)) ?? undefined,
  };
}
