import { executionArnOf } from './execution-arn';

/** What a person types to stop the execution of an order's saga. */
export const stopCommandOf =
  (stateMachineArn: string) =>
  (orderId: string): string =>
    `aws stepfunctions stop-execution --execution-arn ${executionArnOf(stateMachineArn, orderId)}`;
