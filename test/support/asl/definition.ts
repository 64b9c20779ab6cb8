import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts?: number;
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: string;
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string;
  readonly Next: string;
}

export interface AslState {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Resource?: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly ResultPath?: string | null;
  readonly TimeoutSeconds?: number;
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

/** The part of the Amazon States Language that tests read. */
export interface AslDefinition {
  readonly StartAt: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, AslState>>;
}

/** Reads the definitions that a stack synthesizes; synthesizes once. */
export function definitionsOf(stack: Stack): (machine: StateMachine) => AslDefinition {
  const machines = Template.fromStack(stack).findResources('AWS::StepFunctions::StateMachine');

  return (machine) => {
    const logicalId = stack.getLogicalId(machine.node.defaultChild as Parameters<Stack['getLogicalId']>[0]);
    const resource = machines[logicalId] as { Properties: { DefinitionString: unknown } } | undefined;
    if (resource === undefined) {
      throw new Error(`the stack has no state machine '${logicalId}'`);
    }
    return JSON.parse(withoutIntrinsics(resource.Properties.DefinitionString)) as AslDefinition;
  };
}

/** Replaces what only CloudFormation knows: every attribute that a definition asks for is a function's ARN. */
function withoutIntrinsics(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute } = value as {
    'Fn::Join'?: readonly [string, readonly unknown[]];
    'Fn::GetAtt'?: readonly [string, string];
  };
  if (join !== undefined) {
    const [separator, parts] = join;
    return parts.map(withoutIntrinsics).join(separator);
  }
  if (attribute?.[1] === 'Arn') {
    return `arn:aws:lambda:eu-central-1:111122223333:function:${attribute[0]}`;
  }
  throw new Error(`cannot read ${JSON.stringify(value)} in a definition`);
}
