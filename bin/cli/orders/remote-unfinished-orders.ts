import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type * as z from 'zod/mini';
import {
  orderOnRecordSchema,
  type UnfinishedOrdersQuestion,
  unfinishedOrdersSchema,
  unwrittenOrdersSchema,
} from '../../../lambdas/contracts/unfinished-orders-question';
import type { OrdersOnRecord } from '../../../lambdas/ports/orders-on-record';
import type { UnfinishedOrders } from '../../../lambdas/ports/stuck-orders';

/** The database of a cloud stage, asked through the function that stands beside it. */
export function createRemoteUnfinishedOrders({
  client,
  functionName,
}: {
  readonly client: LambdaClient;
  readonly functionName: string;
}): UnfinishedOrders & OrdersOnRecord {
  async function ask<Answer extends z.ZodMiniType>(
    question: UnfinishedOrdersQuestion,
    answer: Answer,
  ): Promise<z.infer<Answer>> {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(question) }),
    );
    const said: unknown = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
    if (FunctionError !== undefined) {
      const { errorType = FunctionError, errorMessage = '' } = said as { errorType?: string; errorMessage?: string };
      throw new Error(`${errorType}: ${errorMessage}`);
    }
    return answer.parse(said);
  }

  return {
    findUnfinished: ({ acceptedBefore, limit }) =>
      ask({ find: 'unfinished', acceptedBefore: acceptedBefore.toISOString(), limit }, unfinishedOrdersSchema),
    findUnwritten: async (orderIds) =>
      orderIds.length === 0 ? [] : ask({ find: 'unwritten', orderIds: [...orderIds] }, unwrittenOrdersSchema),
    findOnRecord: async (orderId) => (await ask({ find: 'on-record', orderId }, orderOnRecordSchema)) ?? undefined,
  };
}
