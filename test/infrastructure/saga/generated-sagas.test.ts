import { App, Stack } from 'aws-cdk-lib';
import fc from 'fast-check';
import { Saga } from '../../../lib/constructs/saga';
import { LAMBDA_AWAY } from '../../../lib/constructs/saga/retriers';
import { type AslDefinition, definitionsOf } from '../../support/asl/definition';
import { loadInProcess } from '../../support/asl/run-in-process';
import { stubFunction } from '../../support/asl/stub-function';
import { definitionErrors } from '../../support/asl/validate';
import { walk } from '../../support/asl/walk';
import { errorOf, expectationOf, isRetried, type Scenario } from './saga-model';
import {
  CALLED_OFF,
  everyList,
  HOPELESS,
  isSound,
  type Kind,
  REFUSALS,
  REJECTIONS,
  RETRIES,
  sagaPropsOf,
  WAITED_OUT,
} from './saga-mother';

const FAILURES = ['States.Timeout', 'Lambda.Unknown', 'Runtime.ExitError', ...WAITED_OUT, ...LAMBDA_AWAY, ...HOPELESS];

/** Every sound list of one to six steps as a state machine of one stack, which is synthesized once. */
describe('Saga of one to six steps', () => {
  const lists = everyList().filter(isSound);
  const stack = new Stack(new App(), 'GeneratedSagas');
  const action = stubFunction(stack, 'Step');
  const machines = lists.map(
    (kinds) => [kinds, new Saga(stack, `Saga-${kinds.join('-')}`, sagaPropsOf(kinds, action)).stateMachine] as const,
  );
  const definitionOf = definitionsOf(stack);
  const definitions = new Map(machines.map(([kinds, machine]) => [kinds, definitionOf(machine)]));

  const definitionFor = (kinds: readonly Kind[]): AslDefinition => {
    const definition = definitions.get(kinds);
    if (definition === undefined) {
      throw new Error(`no saga was synthesized for ${kinds.join(', ')}`);
    }
    return definition;
  };
  const outcomeOf = (scenario: Scenario) =>
    walk(definitionFor(scenario.kinds), {}, ({ state, data }) => errorOf(state, scenario, data));

  const ending = fc.oneof(
    { weight: 4, arbitrary: fc.constant('succeeds') },
    { weight: 1, arbitrary: fc.constantFrom(...REJECTIONS) },
    { weight: 2, arbitrary: fc.constantFrom(...FAILURES) },
  );
  const endings = fc.array(ending, { minLength: 6, maxLength: 6 });
  const scenarios: fc.Arbitrary<Scenario> = fc.record({
    kinds: fc.constantFrom(...lists),
    actions: endings,
    undos: endings,
  });
  /** Scenarios in which the step at `index` is the first that does not succeed. */
  const firstEndingIn = (errors: readonly string[], kind: Kind) =>
    fc
      .tuple(
        fc.constantFrom(...lists.filter((kinds) => kinds.includes(kind))),
        fc.nat(),
        fc.constantFrom(...errors),
        endings,
      )
      .map(([kinds, pick, error, undos]) => {
        const candidates = kinds.flatMap((each, index) => (each === kind ? [index] : []));
        const index = candidates[pick % candidates.length] ?? 0;
        return { index, scenario: { kinds, actions: [...Array<string>(index).fill('succeeds'), error], undos } };
      });

  it('gives valid definitions', () => {
    expect(lists.map((kinds) => definitionErrors(definitionFor(kinds)))).toEqual(lists.map(() => ''));
  });

  it('has no states but tasks', () => {
    for (const { States } of definitions.values()) {
      expect(new Set(Object.values(States).map(({ Type }) => Type))).toEqual(new Set(['Task']));
    }
  });

  it('enters exactly as many states as it has steps when all of them succeed', () => {
    for (const kinds of lists) {
      const { visited, status } = outcomeOf({ kinds, actions: [], undos: [] });
      expect({ visited, status }).toEqual({ visited: kinds.map((_, i) => `Do${i + 1}`), status: 'SUCCEEDED' });
    }
  });

  it('visits what the story of a saga tells, records why, and fails exactly when something is left to repair', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { visited, status, data } = outcomeOf(scenario);
        expect({
          visited,
          status,
          failure: (data['failure'] as { Error: string } | undefined)?.Error,
          repair: Object.keys(data['repair'] ?? {}),
        }).toEqual(expectationOf(scenario));
      }),
      { numRuns: 3_000 },
    );
  });

  it('does the same in an engine that others wrote', async () => {
    const machinesInProcess = new Map(lists.map((kinds) => [kinds, loadInProcess(definitionFor(kinds))]));
    await fc.assert(
      fc.asyncProperty(scenarios, async (scenario) => {
        const definition = definitionFor(scenario.kinds);
        const run = await machinesInProcess.get(scenario.kinds)?.({
          input: {},
          handlers: Object.fromEntries(
            Object.keys(definition.States).map((state) => [
              state,
              ({ saga }) => {
                const name = errorOf(state, scenario, saga);
                if (name !== undefined) {
                  throw Object.assign(new Error(`thrown by ${state}`), { name });
                }
                return {};
              },
            ]),
          ),
        });
        const { visited, status, error } = outcomeOf(scenario);
        expect(run).toMatchObject({ visited, status, error });
      }),
      { numRuns: 300 },
    );
  });

  it('never undoes the step that refused, and undoes all before it in exact reverse', () => {
    fc.assert(
      fc.property(
        fc.oneof(firstEndingIn(REFUSALS, 'compensable'), firstEndingIn(REJECTIONS, 'pivot')),
        ({ index, scenario }) => {
          const { visited } = outcomeOf(scenario);
          const undone = Array.from({ length: index }, (_, before) => `Undo${index - before}`);
          expect(visited.slice(index + 1)).toEqual([...undone, 'Close']);
        },
      ),
    );
  });

  it('always undoes a compensable step that broke or that somebody else began to undo, before all others', () => {
    fc.assert(
      fc.property(firstEndingIn([...FAILURES, ...CALLED_OFF], 'compensable'), ({ index, scenario }) => {
        const { visited } = outcomeOf(scenario);
        const undone = Array.from({ length: index + 1 }, (_, before) => `Undo${index + 1 - before}`);
        expect(visited.slice(index + 1)).toEqual([...undone, 'Close']);
      }),
    );
  });

  it('undoes nothing when the pivot or a later step broke, and names it for repair', () => {
    fc.assert(
      fc.property(
        fc.oneof(firstEndingIn(FAILURES, 'pivot'), firstEndingIn([...FAILURES, ...REJECTIONS], 'retriable')),
        ({ index, scenario }) => {
          const { visited, data, status } = outcomeOf(scenario);
          expect(visited.slice(index + 1)).toEqual(['Close']);
          expect(data).toEqual({ repair: { [`Do${index + 1}`]: { Error: scenario.actions[index] } } });
          expect(status).toBe('FAILED');
        },
      ),
    );
  });

  it('runs every compensation even when all of them fail, and ends at the close with each of them to repair', () => {
    fc.assert(
      fc.property(
        firstEndingIn([...FAILURES, ...REJECTIONS], 'compensable'),
        fc.constantFrom(...FAILURES),
        (first, undo) => {
          const scenario = { ...first.scenario, undos: Array<string>(6).fill(undo) };
          const { visited, data, status, error } = outcomeOf(scenario);
          const undos = visited.filter((state) => state.startsWith('Undo'));
          expect(undos).toHaveLength(
            REFUSALS.includes(scenario.actions[first.index] ?? '') ? first.index : first.index + 1,
          );
          expect(Object.keys(data['repair'] ?? {})).toEqual(undos);
          expect(visited.at(-1)).toBe('Close');
          expect({ status, error }).toEqual(
            undos.length === 0
              ? { status: 'SUCCEEDED', error: undefined }
              : { status: 'FAILED', error: 'IncompleteError' },
          );
        },
      ),
    );
  });

  it('calls a task once when no retry can help, and else until the policy for its error is used up', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { calls } = outcomeOf(scenario);
        for (const [state, count] of Object.entries(calls).filter(([name]) => name !== 'Close')) {
          const error = errorOf(state, scenario, {});
          const own = state.startsWith('Do') ? RETRIES.action : RETRIES.undo;
          const waits = error !== undefined && [...WAITED_OUT, ...LAMBDA_AWAY].includes(error);
          const retries = waits ? RETRIES.waiting : own;
          expect([state, count]).toEqual([state, error === undefined || !isRetried(error) ? 1 : 1 + retries]);
        }
      }),
    );
  });

  it('counts waiting and breaking apart, so that an outage does not use up the retries of a step', () => {
    for (const kinds of lists) {
      const errors = [...Array<string>(RETRIES.waiting).fill('AwayError'), 'States.Timeout'];
      const { status, calls } = walk(definitionFor(kinds), {}, ({ retryCount }) => errors[retryCount]);
      expect({ status, first: calls['Do1'] }).toEqual({ status: 'SUCCEEDED', first: errors.length + 1 });
    }
  });

  it('goes the way of a rejection when a step breaks first and refuses on its retry', () => {
    const kinds = definitionFor(lists.find((list) => list.join() === 'compensable,compensable,pivot') ?? []);
    const { visited, data } = walk(kinds, {}, ({ state, retryCount }) =>
      state === 'Do2' ? (['States.Timeout', 'RefusedError'] as const)[retryCount] : undefined,
    );
    expect(visited).toEqual(['Do1', 'Do2', 'Undo1', 'Close']);
    expect(data).toEqual({ failure: { Error: 'RefusedError' } });
  });
});
