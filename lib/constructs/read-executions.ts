import { Fn, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledge } from '../nag/acknowledge';

/**
 * Reading the histories of a saga's executions, which are named after their orders. Their addresses are made of that of
 * the state machine, so that they, and what is acknowledged of them, are the same in every account and region.
 */
export function grantReadExecutions(role: IRole, saga: IStateMachine, actions = ['states:GetExecutionHistory']): void {
  const [stack, sagaStack] = [Stack.of(role), Stack.of(saga)];
  // By its exported name where that is another stack's: what is acknowledged has to say the same.
  const arn = stack === sagaStack ? saga.stateMachineArn : sagaStack.exportValue(saga.stateMachineArn);
  role.addToPrincipalPolicy(
    new PolicyStatement({ actions, resources: [`${Fn.join(':execution:', Fn.split(SEPARATOR, arn, 2))}:*`] }),
  );
  const reference = JSON.stringify(stack.resolve(arn));
  const part = (index: number) => `{"Fn::Select":[${index},{"Fn::Split":["${SEPARATOR}",${reference}]}]}`;
  acknowledge(role, {
    [`AwsSolutions-IAM5[Resource::${part(0)}:execution:${part(1)}:*]`]:
      'Of this one state machine, the execution of any order: whose is asked for is not known before.',
  });
}

const SEPARATOR = ':stateMachine:';
