/** What a person types to stop the execution of an order's saga. Executions are named after their orders. */
export const stopCommandOf =
  (stateMachineArn: string) =>
  (orderId: string): string =>
    `aws stepfunctions stop-execution --execution-arn ${stateMachineArn.replace(':stateMachine:', ':execution:')}:${orderId}`;
