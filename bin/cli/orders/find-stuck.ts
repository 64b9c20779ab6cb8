import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createSfnExecutions } from '../../../lambdas/gateways/sfn-executions';
import { createFindStuckOrders, type StuckOrder } from '../../../lambdas/operations/find-stuck-orders';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoIntakeStore } from '../../../lambdas/persistence/dynamodb/intake-store';
import { createPostgresUnfinishedOrders } from '../../../lambdas/persistence/postgres/stuck-orders';
import type { UnfinishedOrders } from '../../../lambdas/ports/stuck-orders';
import { systemClock } from '../../../lambdas/runtime/clock';
import { findTarget, type Target, type TargetOptions } from '../aws-target';
import { databaseOf } from '../database-of';
import { createRemoteUnfinishedOrders } from './remote-unfinished-orders';

export interface StuckQuery {
  readonly olderThanMs: number;
  readonly limit: number;
  readonly tellAway: (error: unknown) => void;
}

/** Asks everything that may know of an order, wherever the workflow runs. */
export async function findStuck(
  options: TargetOptions,
  { tellAway, ...query }: StuckQuery,
): Promise<readonly StuckOrder[]> {
  const target = await findTarget(options);
  const { stateMachineArn, tables } = target;
  const dynamo = new DynamoDBClient(target.client);
  const sfn = new SFNClient(target.client);
  const database = connectUnfinished(target);
  try {
    const findStuckOrders = createFindStuckOrders({
      intake: createDynamoIntakeStore({ client: documentClient(dynamo), table: tables.intake }),
      orders: database.orders,
      executions: createSfnExecutions({ client: sfn, stateMachineArn }),
      clock: systemClock,
      tellAway,
    });
    return await findStuckOrders(query);
  } finally {
    await database.close();
    dynamo.destroy();
    sfn.destroy();
  }
}

function connectUnfinished(target: Target): {
  readonly orders: UnfinishedOrders;
  readonly close: () => void | Promise<void>;
} {
  if (target.postgres !== undefined) {
    const database = databaseOf(target.postgres);
    return { orders: createPostgresUnfinishedOrders({ database }), close: () => database.close() };
  }
  const client = new LambdaClient(target.client);
  return {
    orders: createRemoteUnfinishedOrders({ client, functionName: target.unfinishedOrdersFunction }),
    close: () => client.destroy(),
  };
}
