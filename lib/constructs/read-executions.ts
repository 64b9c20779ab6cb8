import { type CfnElement, Fn, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledge } from '../nag/acknowledge';

/**
 * Reading the histories of a saga's executions, which are named after their orders. Their addresses are made of that of
 * the state machine, so that they, and what is acknowledged of them, are the same in every account and region.
 */
export function grantReadExecutions(role: IRole, saga: IStateMachine): void {
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['states:GetExecutionHistory'],
      resources: [`${Fn.join(':execution:', Fn.split(SEPARATOR, saga.stateMachineArn, 2))}:*`],
    }),
  );
  const logicalId = Stack.of(saga).getLogicalId(saga.node.defaultChild as CfnElement);
  const part = (index: number) => `{"Fn::Select":[${index},{"Fn::Split":["${SEPARATOR}",{"Ref":"${logicalId}"}]}]}`;
  acknowledge(role, {
    [`AwsSolutions-IAM5[Resource::${part(0)}:execution:${part(1)}:*]`]:
      'Of this one state machine, the execution of any order: an operator asks for any of them.',
  });
}

const SEPARATOR = ':stateMachine:';
