import type { StepInput } from '../../../lambdas/contracts/saga-state';
import type { AslDefinition } from './definition';

/** The package has a CommonJS build, but types for ES modules only. */
type Engine = typeof import('aws-local-stepfunctions', { with: { 'resolution-mode': 'import' }});
const { StateMachine } = require('aws-local-stepfunctions') as Engine;

type Machine = InstanceType<Engine['StateMachine']>;
type Definition = ConstructorParameters<Engine['StateMachine']>[0];
type Input = Parameters<Machine['run']>[0];
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

export type InProcessMachine = (execution: {
  readonly input: unknown;
  readonly handlers: StepHandlers;
}) => Promise<InProcessRun>;

/**
 * Loads a synthesized definition, unchanged, for any number of executions over injected handlers. Delays between
 * retries are not waited for.
 *
 * @throws when the engine's own validator refuses the definition
 */
export function loadInProcess(definition: AslDefinition): InProcessMachine {
  const machine = new StateMachine(structuredClone(definition) as Definition);
  const states = Object.keys(definition.States);

  return ({ input, handlers }) =>
    follow(
      machine.run(input as Input, {
        context: { State: { Name: STATE_NAME, RetryCount: RETRY_COUNT } },
        overrides: {
          taskResourceLocalHandlers: Object.fromEntries(states.map((state) => [state, taskHandler(state, handlers)])),
          retryIntervalOverrides: Object.fromEntries(states.map((state) => [state, 0])),
        },
      }),
    );
}

async function follow(execution: ReturnType<Machine['run']>): Promise<InProcessRun> {
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
    const context = new Map<unknown, unknown>([
      [STATE_NAME, state],
      [RETRY_COUNT, retryCount],
    ]);
    retryCount += 1;
    const payload = Object.entries(input as object).map(([key, value]) => [key, context.get(value) ?? value]);
    return (await handler(Object.fromEntries(payload))) as Input;
  };
}
