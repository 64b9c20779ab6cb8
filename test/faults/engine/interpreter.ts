import type { StepInput } from '../../../lambdas/contracts/saga-state';
import type { AslDefinition, AslState, Catcher, Retrier } from '../../support/asl/definition';

/** What Step Functions sees of one call of a task. */
export type TaskOutcome =
  | { readonly kind: 'succeeded'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: string }
  /** The execution itself was stopped during the call, and what an operator does about it. */
  | { readonly kind: 'stopped'; readonly operator?: 'redrive' | 'restart'; readonly isSwept?: true };

export type Invoke = (state: string, input: StepInput) => Promise<TaskOutcome>;

export interface Execution {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  readonly output: unknown;
  /** Name of the error that ended a failed execution. */
  readonly error: string | undefined;
  readonly visited: readonly string[];
  /** Calls that failed, retried or not, in the order of time. */
  readonly failures: readonly FailedCall[];
  /** Of a stopped execution. */
  readonly stopped?: {
    readonly at: string;
    readonly data: Data;
    readonly operator: 'redrive' | 'restart' | undefined;
    /** Before anything else happened, its stock was swept up. */
    readonly isSwept: boolean;
  };
}

export interface FailedCall {
  readonly state: string;
  readonly error: string;
  /** False for the call after which the state gave up. */
  readonly retried: boolean;
}

type Data = Readonly<Record<string, unknown>>;

/** Step Functions never matches these with `States.ALL`. */
const PAST_EVERY_CATCHER: ReadonlySet<string> = new Set(['States.Runtime', 'States.DataLimitExceeded']);

interface Rule<Of> {
  readonly rule: Of;
  readonly matches: (error: string) => boolean;
}

interface CompiledState {
  readonly name: string;
  readonly retriers: readonly Rule<Retrier>[];
  readonly catchers: readonly Rule<Catcher & { readonly path: readonly string[] }>[];
  readonly payload: (data: Data, retryCount: number) => StepInput;
  readonly discardsResult: boolean;
  readonly next: string | undefined;
}

/** Runs one execution of a definition; `from` another state than its first when it is redriven. */
export type Machine = (execution: {
  readonly input: Data;
  readonly invoke: Invoke;
  readonly from?: string;
}) => Promise<Execution>;

/**
 * Makes a definition runnable, of tasks alone, as Step Functions runs it but without any waiting: retriers and
 * catchers in their order, attempts counted by retrier, paths applied.
 *
 * A second interpreter beside a published one because a million schedules have to run in minutes: it sets no timers
 * and copies no data. A property test holds the two to the same answers.
 *
 * @throws Error when the definition has anything else in it
 */
export function compile(definition: AslDefinition): Machine {
  const states = new Map(Object.entries(definition.States).map(([name, state]) => [name, compileState(name, state)]));
  const stateOf = (name: string): CompiledState => {
    const state = states.get(name);
    if (state === undefined) {
      throw new Error(`the definition leads to a state that it does not have, got '${name}'`);
    }
    return state;
  };

  return async ({ input, invoke, from = definition.StartAt }) => {
    const visited: string[] = [];
    const failures: FailedCall[] = [];
    let data = input;
    let state = stateOf(from);

    for (;;) {
      visited.push(state.name);
      const outcome = await withRetries(state, data, invoke, failures);
      if (outcome.kind === 'stopped') {
        const stopped = { at: state.name, data, operator: outcome.operator, isSwept: outcome.isSwept ?? false };
        return { status: 'ABORTED', output: undefined, error: undefined, visited, failures, stopped };
      }
      if (outcome.kind === 'failed') {
        const { error } = outcome;
        const catcher = state.catchers.find(({ matches }) => matches(error))?.rule;
        if (catcher === undefined) {
          return { status: 'FAILED', output: undefined, error, visited, failures };
        }
        data = putAt(data, catcher.path, { Error: error, Cause: '' }) as Data;
        state = stateOf(catcher.Next);
      } else if (state.next === undefined) {
        const output = state.discardsResult ? data : outcome.result;
        return { status: 'SUCCEEDED', output, error: undefined, visited, failures };
      } else {
        data = state.discardsResult ? data : (outcome.result as Data);
        state = stateOf(state.next);
      }
    }
  };
}

async function withRetries(
  state: CompiledState,
  data: Data,
  invoke: Invoke,
  failures: FailedCall[],
): Promise<TaskOutcome> {
  let used: number[] | undefined;
  for (let retryCount = 0; ; retryCount += 1) {
    const outcome = await invoke(state.name, state.payload(data, retryCount));
    if (outcome.kind !== 'failed') {
      return outcome;
    }
    const index = state.retriers.findIndex(({ matches }) => matches(outcome.error));
    const maxAttempts = state.retriers[index]?.rule.MaxAttempts ?? (index === -1 ? 0 : 3);
    used ??= state.retriers.map(() => 0);
    const attempts = used[index] ?? 0;
    const retried = attempts < maxAttempts;
    failures.push({ state: state.name, error: outcome.error, retried });
    if (!retried) {
      return outcome;
    }
    used[index] = attempts + 1;
  }
}

const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  ...['Type', 'Next', 'End', 'Resource', 'Parameters', 'ResultPath', 'TimeoutSeconds', 'Retry', 'Catch', 'Comment'],
]);

function compileState(name: string, state: AslState): CompiledState {
  const unknown = Object.keys(state).filter((field) => !KNOWN_FIELDS.has(field));
  if (state.Type !== 'Task' || unknown.length > 0 || (state.Next === undefined) !== (state.End === true)) {
    throw new Error(
      `can run tasks that go on or end, got '${name}' of type '${state.Type}' with ${unknown.join(', ')}`,
    );
  }
  if (state.ResultPath !== undefined && state.ResultPath !== null) {
    throw new Error(`a result must be kept whole or discarded, got the path '${state.ResultPath}' at '${name}'`);
  }
  return {
    name,
    retriers: (state.Retry ?? []).map((rule) => ({ rule, matches: matcher(rule.ErrorEquals) })),
    catchers: (state.Catch ?? []).map((rule) => ({
      rule: { ...rule, path: pathOf(rule.ResultPath) },
      matches: matcher(rule.ErrorEquals),
    })),
    payload: payloadOf(name, state.Parameters),
    discardsResult: state.ResultPath === null,
    next: state.Next,
  };
}

function matcher(names: readonly string[]): (error: string) => boolean {
  const known = new Set(names);
  const all = known.has('States.ALL');
  const anyButTimeouts = known.has('States.TaskFailed');
  return (error) =>
    known.has(error) || ((all || (anyButTimeouts && error !== 'States.Timeout')) && !PAST_EVERY_CATCHER.has(error));
}

function pathOf(path = '$'): readonly string[] {
  const [root, ...names] = path.split('.');
  if (root !== '$' || names.some((name) => !/^\w+$/.test(name))) {
    throw new Error(`can write to paths of names only, got '${path}'`);
  }
  return names;
}

/** The definition's own template, as far as ours goes: each field is the whole data or a fact about the state. */
function payloadOf(name: string, parameters: AslState['Parameters']): CompiledState['payload'] {
  if (parameters === undefined) {
    return (data) => data as unknown as StepInput;
  }
  const fields = Object.entries(parameters).map(([key, value]) => {
    if (!key.endsWith('.$') || !FACTS.has(value)) {
      throw new Error(`can read '$' and two facts about a state, got '${key}': ${JSON.stringify(value)}`);
    }
    return [key.slice(0, -2), value] as const;
  });
  return (data, retryCount) => {
    const payload: Record<string, unknown> = {};
    for (const [key, fact] of fields) {
      payload[key] = fact === '$' ? data : fact === '$$.State.Name' ? name : retryCount;
    }
    return payload as unknown as StepInput;
  };
}

const FACTS: ReadonlySet<unknown> = new Set(['$', '$$.State.Name', '$$.State.RetryCount']);

/** Sets a value at a path of names, creating the objects on the way, as the specification asks. */
function putAt(node: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) {
    return value;
  }
  const object = (node ?? {}) as Data;
  return { ...object, [name]: putAt(object[name], rest, value) };
}
