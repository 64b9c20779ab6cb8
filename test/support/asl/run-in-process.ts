import { StateMachine } from 'aws-local-stepfunctions';
import type { StepInput } from '../../../lambdas/contracts/saga-state';
import type { AslDefinition } from './definition';

type Definition = ConstructorParameters<typeof StateMachine>[0];
type Input = Parameters<StateMachine['run']>[0];
type TaskHandler = (input: Input) => Promise<Input>;

export interface InProcessRun {
  readonly visited: readonly string[];
  readonly status: 'SUCCEEDED' | 'FAILED';
  readonly output: unknown;
  /** Name of the error that ended a failed execution. */
  readonly error: string | undefined;
}

/** What a deployed task would call, by name of its state. */
export type StepHandlers = Readonly<Record<string, (input: StepInput) => Promise<unknown> | unknown>>;

/**
 * The engine knows nothing of `$$.State`: these stand in for what the definition reads there, and each call gets the
 * real values in their place. A definition that does not ask for them does not get them.
 */
const STATE_NAME = '<$$.State.Name>';
const RETRY_COUNT = '<$$.State.RetryCount>';

/** Executes a synthesized definition, unchanged, over injected handlers; delays between retries are not waited for. */
export async function runInProcess(
  definition: AslDefinition,
  { input, handlers }: { readonly input: unknown; readonly handlers: StepHandlers },
): Promise<InProcessRun> {
  const states = Object.keys(definition.States);
  const machine = new StateMachine(structuredClone(definition) as Definition);
  const execution = machine.run(input as Input, {
    context: { State: { Name: STATE_NAME, RetryCount: RETRY_COUNT } },
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(states.map((state) => [state, taskHandler(state, handlers)])),
      retryIntervalOverrides: Object.fromEntries(states.map((state) => [state, 0])),
    },
  });
  const ended: Promise<Pick<InProcessRun, 'status' | 'output' | 'error'>> = execution.result.then(
    (output) => ({ status: 'SUCCEEDED', output, error: undefined }),
    (error: Error) => ({ status: 'FAILED', output: undefined, error: (error.cause as Error | undefined)?.name }),
  );

  const visited: string[] = [];
  for await (const event of execution.eventLogs) {
    if (event.type === 'StateEntered') {
      visited.push(event.state.name);
    }
  }
  return { visited, ...(await ended) };
}

/** Every state is entered at most once in an execution, so its calls count its retries. */
function taskHandler(state: string, handlers: StepHandlers): TaskHandler {
  let retryCount = 0;

  return async (input) => {
    const handler = handlers[state];
    if (handler === undefined) {
      throw new Error(`no handler for the state '${state}'`);
    }
    const context = { [STATE_NAME]: state, [RETRY_COUNT]: retryCount };
    retryCount += 1;
    const payload = Object.entries(input as Record<string, unknown>).map(([key, value]) => [
      key,
      typeof value === 'string' && value in context ? context[value] : value,
    ]);
    return (await handler(Object.fromEntries(payload))) as Input;
  };
}
