import type { AslDefinition, AslState } from '../support/asl/definition';
import { compile, type Execution, type TaskOutcome } from './engine/interpreter';

const ok: TaskOutcome = { kind: 'succeeded', result: { fresh: true } };
const failed = (error: string): TaskOutcome => ({ kind: 'failed', error });

const task = (state: Partial<AslState>): AslState => ({ Type: 'Task', ...state });

/** One task that may be caught by a second one; answers what the calls came to, and the data of the last. */
async function run(
  first: Partial<AslState>,
  outcomes: readonly TaskOutcome[],
): Promise<Execution & { readonly calls: number; readonly last: unknown }> {
  let calls = 0;
  let last: unknown;
  const definition: AslDefinition = {
    StartAt: 'First',
    States: { First: task({ Next: 'Last', ...first }), Last: task({ End: true, ResultPath: null }) },
  };
  const execution = await compile(definition)({
    input: { orderId: 'order-1' },
    invoke: async (state, data) => {
      last = data;
      calls += state === 'First' ? 1 : 0;
      return state === 'First' ? (outcomes[calls - 1] ?? ok) : ok;
    },
  });
  return { ...execution, calls, last };
}

const ALWAYS = (error: string): readonly TaskOutcome[] => Array<TaskOutcome>(10).fill(failed(error));
const ALL = ['States.ALL'];
const caught = (ErrorEquals: readonly string[], ResultPath = '$.failure') => ({
  Catch: [{ ErrorEquals, Next: 'Last', ResultPath }],
});

/** What the Amazon States Language says, as far as our definitions use it, and what is left out on purpose. */
describe('ASL behaviours of the in-process engine', () => {
  it.each<[behaviour: string, calls: number, retry: NonNullable<AslState['Retry']>, error: string]>([
    ['does not retry what has no retrier', 1, [], 'SomeError'],
    ['retries 3 times when a retrier does not say how often', 4, [{ ErrorEquals: ALL }], 'SomeError'],
    ['never retries when a retrier says 0 times', 1, [{ ErrorEquals: ['SomeError'], MaxAttempts: 0 }], 'SomeError'],
    [
      'asks the first retrier that matches, and no other when that one is used up',
      2,
      [
        { ErrorEquals: ['SomeError'], MaxAttempts: 1 },
        { ErrorEquals: ALL, MaxAttempts: 5 },
      ],
      'SomeError',
    ],
    ['takes a time-out for an error of any kind', 3, [{ ErrorEquals: ALL, MaxAttempts: 2 }], 'States.Timeout'],
    [
      'takes a time-out for no failure of the task',
      1,
      [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 2 }],
      'States.Timeout',
    ],
    [
      'takes every other error for a failure of the task',
      3,
      [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 2 }],
      'SomeError',
    ],
    ['lets States.Runtime pass every rule', 1, [{ ErrorEquals: ALL, MaxAttempts: 2 }], 'States.Runtime'],
    ['lets too large an output pass every rule', 1, [{ ErrorEquals: ALL, MaxAttempts: 2 }], 'States.DataLimitExceeded'],
  ])('%s', async (_, calls, Retry, error) => {
    const execution = await run({ Retry, ...caught(ALL) }, ALWAYS(error));

    expect(execution.calls).toBe(calls);
  });

  it('counts attempts by retrier', async () => {
    const Retry = [
      { ErrorEquals: ['A'], MaxAttempts: 1 },
      { ErrorEquals: ['B'], MaxAttempts: 1 },
    ];
    const { calls, error } = await run({ Retry }, [failed('A'), failed('B'), failed('A')]);

    expect({ calls, error }).toEqual({ calls: 3, error: 'A' });
  });

  it('puts a caught error beside the input, and makes the objects on the way', async () => {
    const { last } = await run(caught(['A'], '$.repair.First'), ALWAYS('A'));

    expect(last).toEqual({ orderId: 'order-1', repair: { First: { Error: 'A', Cause: '' } } });
  });

  it('discards a result whose path is null, and else goes on with nothing but the result', async () => {
    expect((await run({ ResultPath: null }, [ok])).last).toEqual({ orderId: 'order-1' });
    expect((await run({}, [ok])).last).toEqual({ fresh: true });
  });

  it('fails with the error that nobody catches', async () => {
    expect(await run(caught(['B']), ALWAYS('A'))).toMatchObject({ status: 'FAILED', error: 'A', visited: ['First'] });
    expect(await run(caught(ALL), ALWAYS('States.Runtime'))).toMatchObject({ status: 'FAILED' });
  });

  it('goes on at any state with the data that it is given, as a redrive does', async () => {
    const visited: string[] = [];
    const machine = compile({ StartAt: 'First', States: { First: task({ Next: 'Last' }), Last: task({ End: true }) } });
    await machine({
      input: {},
      from: 'Last',
      invoke: async (state) => {
        visited.push(state);
        return ok;
      },
    });

    expect(visited).toEqual(['Last']);
  });

  it('waits for nothing: neither interval, backoff, cap nor jitter, nor any time-out of a task or of the whole', async () => {
    const Retry = [
      { ErrorEquals: ALL, MaxAttempts: 9, IntervalSeconds: 3_600, MaxDelaySeconds: 7_200, JitterStrategy: 'FULL' },
    ];
    jest.useFakeTimers(); // whose time stands still: whoever waited would wait for ever
    const { calls } = await run({ Retry, TimeoutSeconds: 1, ...caught(ALL) }, ALWAYS('A'));
    const timers = jest.getTimerCount();
    jest.useRealTimers();

    // A call that takes too long is an outcome here, `States.Timeout`, which the schedule asks for.
    expect({ calls, timers }).toEqual({ calls: 10, timers: 0 });
  });
});
