import type { AslDefinition, AslState, Retrier } from './definition';

/** What a task does when it is called: nothing when it succeeds, else the name of the error that it throws. */
export type TaskScript = (call: {
  readonly state: string;
  /** How often the state was retried before, from 0. */
  readonly retryCount: number;
  readonly data: WalkData;
}) => string | undefined;

export type WalkData = Readonly<Record<string, unknown>>;

export interface Walk {
  readonly visited: readonly string[];
  /** Calls by state. */
  readonly calls: Readonly<Record<string, number>>;
  readonly status: 'SUCCEEDED' | 'FAILED';
  /** What ended a failed execution. */
  readonly error: string | undefined;
  /** The state's data as the last state found it. */
  readonly data: WalkData;
}

/** Step Functions never matches these with `States.ALL`. */
const PAST_EVERY_CATCHER = ['States.Runtime', 'States.DataLimitExceeded'];

/** A definition that has not ended after so many states has a circle. */
const MAX_STATES = 100;

/**
 * Runs a definition of tasks as the Amazon States Language says, without any clock: retriers and catchers in order,
 * attempts counted by retrier, result paths applied.
 *
 * @throws when the definition has anything but tasks, or does not end
 */
export function walk(definition: AslDefinition, input: WalkData, script: TaskScript): Walk {
  const visited: string[] = [];
  const calls: Record<string, number> = {};
  let data = input;
  let name = definition.StartAt;

  while (visited.length < MAX_STATES) {
    const state = taskOf(definition, name);
    visited.push(name);
    const outcome = callWithRetries(state, (retryCount) => {
      calls[name] = (calls[name] ?? 0) + 1;
      return script({ state: name, retryCount, data });
    });

    if (outcome === undefined && state.Next === undefined) {
      return { visited, calls, status: 'SUCCEEDED', error: undefined, data };
    }
    const catcher = state.Catch?.find(({ ErrorEquals }) => outcome !== undefined && matches(ErrorEquals, outcome));
    if (outcome !== undefined && catcher === undefined) {
      return { visited, calls, status: 'FAILED', error: outcome, data };
    }
    data = catcher === undefined ? afterResult(state, data) : put(data, catcher.ResultPath, { Error: outcome });
    name = catcher?.Next ?? state.Next ?? '';
  }
  throw new Error(`not ended after ${MAX_STATES} states, got ${visited.slice(0, 10).join(', ')}, …`);
}

function taskOf(definition: AslDefinition, name: string): AslState {
  const state = definition.States[name];
  if (state?.Type !== 'Task') {
    throw new Error(`can walk tasks only, got '${name}' of type '${state?.Type}'`);
  }
  return state;
}

/** Answers the error that is left when no retrier wants it any more. */
function callWithRetries(state: AslState, call: (retryCount: number) => string | undefined): string | undefined {
  const attempts = new Map<Retrier, number>();
  for (let retryCount = 0; ; retryCount += 1) {
    const error = call(retryCount);
    const retrier = state.Retry?.find(({ ErrorEquals }) => error !== undefined && matches(ErrorEquals, error));
    const used = retrier === undefined ? 0 : (attempts.get(retrier) ?? 0);
    if (retrier === undefined || used >= (retrier.MaxAttempts ?? 3)) {
      return error;
    }
    attempts.set(retrier, used + 1);
  }
}

const matches = (names: readonly string[], error: string): boolean =>
  names.includes(error) || (names.includes('States.ALL') && !PAST_EVERY_CATCHER.includes(error));

/** Results of tasks are discarded on every way but its last state, where nothing reads them. */
function afterResult(state: AslState, data: WalkData): WalkData {
  if (state.ResultPath !== null) {
    throw new Error(`a state that goes on must discard its result, got the path '${state.ResultPath}'`);
  }
  return data;
}

/** Sets a value at a reference path of names, creating the objects on the way, as the specification asks. */
function put(data: WalkData, path: string | undefined, value: unknown): WalkData {
  const [root, ...names] = (path ?? '').split('.');
  if (root !== '$' || names.length === 0) {
    throw new Error(`an error must be recorded beside the input, got the path '${path}'`);
  }
  return putAt(data, names, value) as WalkData;
}

function putAt(node: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) {
    return value;
  }
  const object = (node ?? {}) as WalkData;
  return { ...object, [name]: putAt(object[name], rest, value) };
}
