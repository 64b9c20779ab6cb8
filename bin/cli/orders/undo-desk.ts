import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { createLambdaSteps, STEP_CALL_BOUNDS } from '../../../lambdas/gateways/lambda-steps';
import { createSfnExecutionStatus } from '../../../lambdas/gateways/sfn-execution-status';
import { stopCommandOf } from '../../../lambdas/gateways/stop-command';
import { createUndoOrder } from '../../../lambdas/operations/repair/undo-order';
import { documentClient } from '../../../lambdas/persistence/dynamodb/clients';
import { createDynamoOperatorActions } from '../../../lambdas/persistence/dynamodb/operator-actions';
import { createPostgresOrdersOnRecord } from '../../../lambdas/persistence/postgres/orders-on-record';
import type { OrdersOnRecord } from '../../../lambdas/ports/orders-on-record';
import { systemClock } from '../../../lambdas/runtime/clock';
import { findTarget, type Target, type TargetOptions } from '../aws-target';
import { databaseOf } from '../database-of';
import { createRemoteUnfinishedOrders } from './remote-unfinished-orders';

/** Connects what undoes orders to one system, works with it, and closes it again. */
export async function atUndoDesk<Result>(
  options: TargetOptions,
  work: (desk: ReturnType<typeof createUndoOrder>) => Promise<Result>,
): Promise<Result> {
  const target = await findTarget(options);
  const { stateMachineArn, tables } = target;
  const undos = target.undos();
  const lambda = new LambdaClient({ ...target.client, ...STEP_CALL_BOUNDS });
  const sfn = new SFNClient(target.client);
  const dynamo = new DynamoDBClient(target.client);
  const database = connectRecords(target, lambda);
  try {
    return await work(
      createUndoOrder({
        orders: database.orders,
        executions: createSfnExecutionStatus({ client: sfn, stateMachineArn }),
        steps: createLambdaSteps({ client: lambda, functions: undos }),
        actions: createDynamoOperatorActions({ client: documentClient(dynamo), table: tables.failureRecords }),
        clock: systemClock,
        stopCommand: stopCommandOf(stateMachineArn),
      }),
    );
  } finally {
    await database.close();
    for (const client of [lambda, sfn, dynamo]) {
      client.destroy();
    }
  }
}

function connectRecords(
  target: Target,
  lambda: LambdaClient,
): { readonly orders: OrdersOnRecord; readonly close: () => Promise<void> } {
  if (target.postgres === undefined) {
    const functionName = target.unfinishedOrdersFunction;
    return { orders: createRemoteUnfinishedOrders({ client: lambda, functionName }), close: async () => {} };
  }
  const database = databaseOf(target.postgres);
  return { orders: createPostgresOrdersOnRecord({ database }), close: () => database.close() };
}
