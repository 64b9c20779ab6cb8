import fc from 'fast-check';
import { SETTINGS } from '../../support/circuit/shared-circuit-bench';
import { type Answer, CircuitWorld, type StoreEnd } from './circuit-world';

jest.setTimeout(60_000);

const ENVIRONMENTS = 6;

/** What a test needs to know to choose a next step that means something. */
interface Model {
  idle: readonly number[];
  operations: number;
  calls: number;
}

type Command = fc.AsyncCommand<Model, CircuitWorld>;

/** Takes a step in the world, checks that no rule was broken, and notes what can be done next. */
const step = (
  name: string,
  isPossible: (model: Readonly<Model>) => boolean,
  take: (world: CircuitWorld) => Promise<void>,
): Command => ({
  check: isPossible,
  async run(model, world) {
    await take(world);
    expect(world.violations).toEqual([]);
    Object.assign(model, lookAround(world));
  },
  toString: () => name,
});

const lookAround = (world: CircuitWorld): Model => ({
  idle: Array.from({ length: ENVIRONMENTS }, (_, n) => n).filter((n) => world.isIdle(n)),
  operations: world.held.length,
  calls: world.calls.length,
});

const ends: fc.Arbitrary<StoreEnd> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<StoreEnd>('works') },
  { weight: 1, arbitrary: fc.constantFrom<StoreEnd>('fails-before', 'fails-after') },
);
const answers: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Answer>('fails') },
  { weight: 2, arbitrary: fc.constant<Answer>('succeeds') },
  { weight: 1, arbitrary: fc.constantFrom<Answer>('answers-without-result', 'was-never-sent') },
);
/** Every bound of the settings, one millisecond before it, and no time at all. */
const periods = fc.constantFrom(
  1,
  ...[SETTINGS.believedForMs, SETTINGS.leaseMs, SETTINGS.storeAwayForMs, SETTINGS.openForMs].flatMap((ms) => [
    ms - 1,
    ms,
  ]),
);

const steps = (storeEnds: fc.Arbitrary<StoreEnd>): fc.Arbitrary<Iterable<Command>> =>
  fc.commands(
    [
      fc.nat(ENVIRONMENTS - 1).map((n) =>
        step(
          `environment ${n} asks`,
          ({ idle }) => idle.includes(n),
          (world) => world.ask(n),
        ),
      ),
      fc.nat(ENVIRONMENTS - 1).map((n) =>
        step(
          `environment ${n} asks again`,
          ({ idle }) => idle.includes(n),
          (world) => world.ask(n),
        ),
      ),
      fc.tuple(fc.nat(20), storeEnds).map(([n, how]) =>
        step(
          `store operation ${n} ${how}`,
          ({ operations }) => operations > 0,
          (world) => world.endOperation(n, how),
        ),
      ),
      fc.tuple(fc.nat(20), storeEnds).map(([n, how]) =>
        step(
          `store operation ${n} ${how}, too`,
          ({ operations }) => operations > 0,
          (world) => world.endOperation(n, how),
        ),
      ),
      fc.tuple(fc.nat(20), answers).map(([n, how]) =>
        step(
          `call ${n} ${how}`,
          ({ calls }) => calls > 0,
          (world) => world.answer(n, how),
        ),
      ),
      periods.map((ms) =>
        step(
          `${ms} ms pass`,
          () => true,
          (world) => world.pass(ms),
        ),
      ),
    ],
    { maxCommands: 150, size: 'max' },
  );

async function worldAfter(history: Iterable<Command>, world = new CircuitWorld(ENVIRONMENTS)): Promise<CircuitWorld> {
  await fc.asyncModelRun(() => ({ model: lookAround(world), real: world }), history);
  return world;
}

const anyStore = steps(ends);
const RUNS = { numRuns: 250 };

describe('Circuits that many environments share, in any interleaving', () => {
  it('never have two unexpired leases, count exactly, and heed no result that comes late', async () => {
    const seen = new Set<string>();

    await fc.assert(
      fc.asyncProperty(anyStore, async (history) => {
        const world = await worldAfter(history);
        seen.add(world.state.kind);
      }),
      RUNS,
    );

    expect(seen).toEqual(new Set(['closed', 'open', 'half-open']));
  });

  it('open within five calls in a row that fail, whatever went before', async () => {
    await fc.assert(
      fc.asyncProperty(anyStore, async (history) => {
        const world = await worldAfter(history);
        await world.calmDown('fails');
        await world.pass(SETTINGS.storeAwayForMs); // whoever had found the store away, looks again

        for (let call = 0; call < SETTINGS.failuresToOpen && world.state.kind === 'closed'; call += 1) {
          await world.callOnce(call % ENVIRONMENTS, 'fails');
        }

        expect(world.state.kind).not.toBe('closed');
        expect(world.violations).toEqual([]);
      }),
      RUNS,
    );
  });

  it('are never stuck: once the dependency works again, one call closes them after the time of an open circuit', async () => {
    await fc.assert(
      fc.asyncProperty(anyStore, fc.nat(ENVIRONMENTS - 1), async (history, first) => {
        const world = await worldAfter(history);
        await world.calmDown('fails');

        await world.pass(Math.max(SETTINGS.openForMs, SETTINGS.leaseMs));

        expect(await world.callOnce(first, 'succeeds')).toBe(true);
        expect(world.state.kind).toBe('closed');
        for (let environment = 0; environment < ENVIRONMENTS; environment += 1) {
          expect(await world.callOnce(environment, 'succeeds')).toBe(true);
        }
        expect(world.violations).toEqual([]);
      }),
      RUNS,
    );
  });

  it('fail to keep these rules when a write does not depend on what was read', async () => {
    const { failed } = await fc.check(
      fc.asyncProperty(anyStore, async (history) => {
        await worldAfter(history, new CircuitWorld(ENVIRONMENTS, 'blind'));
      }),
      { ...RUNS, endOnFailure: true },
    );

    expect(failed).toBe(true);
  });
});
