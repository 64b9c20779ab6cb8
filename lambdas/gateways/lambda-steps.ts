import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { StepInput } from '../contracts/saga-state';
import type { UndoStep } from '../domain/undo-steps';
import type { DeployedSteps } from '../ports/deployed-steps';

/** Names of the functions, or their ARNs. */
export type StepFunctionNames = Readonly<Record<UndoStep, string>>;

/**
 * A step may take twenty seconds, and its function some more to start. Nothing is repeated here: four of them have to
 * answer while the person who asked still waits, and that person is the one to repeat it.
 */
export const STEP_CALL_BOUNDS = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 25_000, throwOnRequestTimeout: true },
} as const;

/** Calls the functions of the way back as Step Functions does, and waits for what they answer. */
export const createLambdaSteps = ({
  client,
  functions,
}: {
  readonly client: LambdaClient;
  readonly functions: StepFunctionNames;
}): DeployedSteps => ({
  async call(step, saga) {
    const input: StepInput = { state: step, retryCount: 0, saga };
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functions[step], Payload: JSON.stringify(input) }),
    );
    const said: unknown = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
    if (FunctionError !== undefined) {
      throw thrownBy(FunctionError, said);
    }
    return (said ?? {}) as Readonly<Record<string, unknown>>;
  },
});

/** A function that died, or took too long, says so in the same form, and mostly without a type. */
function thrownBy(kind: string, said: unknown): Error {
  const { errorType, errorMessage } = (said ?? {}) as { readonly errorType?: string; readonly errorMessage?: string };
  return Object.assign(new Error(errorMessage ?? 'the function said nothing'), {
    name: errorType ?? `Lambda.${kind}Error`,
  });
}
