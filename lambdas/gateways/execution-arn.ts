/** Executions are named after their orders, so one is found without a search. */
export const executionArnOf = (stateMachineArn: string, orderId: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${orderId}`;
