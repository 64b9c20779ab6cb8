import fc from 'fast-check';
import type { StepInput } from '../../lambdas/contracts/saga-state';
import type { AslDefinition, AslState } from '../support/asl/definition';
import { synthesizeOrderSaga } from '../support/asl/order-saga';
import { loadInProcess } from '../support/asl/run-in-process';
import { compile } from './engine/interpreter';

/** What each call of a task throws, by state and then by call; nothing when it succeeds. */
type Script = Readonly<Record<string, readonly (string | undefined)[]>>;

const named = (name: string): Error => Object.assign(new Error(''), { name });

/** Runs a definition in both interpreters and answers what can be seen of it from outside. */
async function inBoth(definition: AslDefinition, script: Script) {
  const watch = () => {
    const calls: StepInput[] = [];
    const made = new Map<string, number>();
    const next = (input: StepInput, state: string): string | undefined => {
      const call = made.get(state) ?? 0;
      made.set(state, call + 1);
      calls.push(structuredClone(input));
      return script[state]?.[call];
    };
    return { calls, next };
  };

  const published = watch();
  const theirs = await loadInProcess(definition)({
    input: { orderId: 'order-1' },
    handlers: Object.fromEntries(
      Object.keys(definition.States).map((state) => [
        state,
        (input: StepInput) => {
          const error = published.next(input, state);
          if (error !== undefined) {
            throw named(error);
          }
          return { answeredBy: state };
        },
      ]),
    ),
  });

  const own = watch();
  const ours = await compile(definition)({
    input: { orderId: 'order-1' },
    invoke: async (state, input) => {
      const error = own.next(input, state);
      return error === undefined ? { kind: 'succeeded', result: { answeredBy: state } } : { kind: 'failed', error };
    },
  });

  const { visited, status, output, error } = ours;
  return {
    theirs: { ...theirs, calls: published.calls },
    ours: { visited, status, output, error, calls: own.calls },
  };
}

const ERRORS = ['OutOfStockError', 'DependencyUnavailableError', 'OutcomeUnknownError', 'States.Timeout'];

const anyError = fc.constantFrom(...ERRORS);
const errorNames = fc.uniqueArray(anyError, { minLength: 1, maxLength: 2 });
const rules = <Of extends object>(extra: fc.Arbitrary<Of>) =>
  fc
    .tuple(
      fc.array(fc.tuple(errorNames, extra), { maxLength: 2 }),
      // Not `States.TaskFailed`: the published one knows a time-out by its class, which no handler can throw.
      fc.option(fc.tuple(fc.constant(['States.ALL']), extra), { nil: undefined }),
    )
    .map(([some, last]) => [...some, ...(last ? [last] : [])].map(([ErrorEquals, rest]) => ({ ErrorEquals, ...rest })));

const STATES = ['First', 'Second', 'Third', 'Fourth'];

/** Tasks that lead forward only, with any retriers and catchers. */
const definitions: fc.Arbitrary<AslDefinition> = fc
  .tuple(
    ...STATES.map((_, index) => {
      const later = STATES.slice(index + 1);
      return fc.record({
        next: fc.constant(later[0]),
        discards: fc.boolean(),
        Retry: rules(fc.record({ MaxAttempts: fc.nat(2) })),
        Catch:
          later.length === 0
            ? fc.constant([])
            : rules(
                fc.record({
                  Next: fc.constantFrom(...later),
                  ResultPath: fc.constantFrom('$.failure', '$.repair.First', '$.repair.Second'),
                }),
              ),
      });
    }),
  )
  .map((states) => ({
    StartAt: 'First',
    States: Object.fromEntries(
      states.map(({ next, discards, Retry, Catch }, index): [string, AslState] => [
        STATES[index] ?? '',
        {
          Type: 'Task',
          Resource: `arn:aws:lambda:eu-central-1:111122223333:function:${STATES[index]}`,
          Parameters: { 'state.$': '$$.State.Name', 'retryCount.$': '$$.State.RetryCount', 'saga.$': '$' },
          ...(discards && next !== undefined ? { ResultPath: null } : {}),
          ...(next === undefined ? { End: true } : { Next: next }),
          ...(Retry.length === 0 ? {} : { Retry }),
          ...(Catch.length === 0 ? {} : { Catch }),
        },
      ]),
    ),
  }));

const scripts: fc.Arbitrary<Script> = fc.dictionary(
  fc.constantFrom(...STATES),
  fc.array(fc.option(anyError, { nil: undefined }), { maxLength: 6 }),
);

describe('The interpreter of the fault schedules', () => {
  it('does with any definition and any errors what a published one does', async () => {
    await fc.assert(
      fc.asyncProperty(definitions, scripts, async (definition, script) => {
        const { ours, theirs } = await inBoth(definition, script);

        // The text of a cause is the thrower's affair; here none is thrown.
        expect(JSON.parse(JSON.stringify(ours))).toEqual(JSON.parse(JSON.stringify(theirs)));
      }),
      { numRuns: 60 },
    );
  }, 1_200_000);

  it('does with the order saga what a published one does', async () => {
    const { definition } = synthesizeOrderSaga();
    const states = Object.keys(definition.States);
    const errors = fc.constantFrom(
      ...['PaymentDeclinedError', 'OrderConfirmedError', 'OutcomeUnknownError', 'States.Timeout', 'Runtime.ExitError'],
    );

    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom(...states),
          fc.oneof(
            fc.array(fc.option(errors, { nil: undefined }), { maxLength: 3 }),
            errors.map((error) => Array<string>(60).fill(error)),
          ),
        ),
        async (script) => {
          const { ours, theirs } = await inBoth(definition, script);

          expect(JSON.parse(JSON.stringify(ours))).toEqual(JSON.parse(JSON.stringify(theirs)));
        },
      ),
      { numRuns: 15 },
    );
  }, 1_200_000);

  it.each([
    ['anything but tasks', { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }],
    ['a field that it does not know', { StartAt: 'A', States: { A: { Type: 'Task', End: true, OutputPath: '$' } } }],
    ['a state that neither goes on nor ends', { StartAt: 'A', States: { A: { Type: 'Task' } } }],
    ['a result that is put somewhere', { StartAt: 'A', States: { A: { Type: 'Task', End: true, ResultPath: '$.a' } } }],
    [
      'a payload with a path of its own',
      { StartAt: 'A', States: { A: { Type: 'Task', End: true, Parameters: { 'a.$': '$.b' } } } },
    ],
  ])('fails to load %s', (_, definition) => {
    expect(() => compile(definition as AslDefinition)).toThrow(/^(can|a result)/);
  });
});
