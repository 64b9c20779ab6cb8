import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import {
  type TaskMetricsConfig,
  TaskStateBase,
  type TaskStateBaseOptions,
  type TaskStateJsonPathBaseProps,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

interface StepTaskProps
  extends Pick<TaskStateBaseOptions, 'taskTimeout'>,
    Pick<TaskStateJsonPathBaseProps, 'resultPath'> {
  readonly action: LambdaFunction;
}

/** `StepInput` of `lambdas/contracts/saga-state.ts`. Reads nothing that an earlier state may omit. */
const STEP_INPUT = {
  'state.$': '$$.State.Name',
  'retryCount.$': '$$.State.RetryCount',
  'saga.$': '$',
} as const;

/**
 * Calls a function and takes what it answers as the result, without the envelope of the Lambda API.
 *
 * `LambdaInvoke` with `payloadResponseOnly` renders the same state, but grants every version and alias of the function
 * (`<arn>:*`) and retries service exceptions by a policy of its own, unless it is told not to.
 */
export class StepTask extends TaskStateBase {
  protected readonly taskMetrics: TaskMetricsConfig;
  protected readonly taskPolicies: PolicyStatement[];
  private readonly action: LambdaFunction;

  constructor(scope: Construct, id: string, { action, ...props }: StepTaskProps) {
    super(scope, id, props);
    this.action = action;
    this.taskPolicies = [new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [action.functionArn] })];
    this.taskMetrics = {
      metricPrefixSingular: 'LambdaFunction',
      metricPrefixPlural: 'LambdaFunctions',
      metricDimensions: { LambdaFunctionArn: action.functionArn },
    };
  }

  protected _renderTask(): object {
    return { Resource: this.action.functionArn, Parameters: STEP_INPUT };
  }
}
