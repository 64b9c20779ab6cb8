import fc from 'fast-check';
import type { CircuitStore } from '../../../lambdas/resilience/circuit-store';
import { DependencyDown, RecordedChanges, SETTINGS, setUpCircuit } from '../../support/circuit/shared-circuit-bench';

type StoreCall = keyof CircuitStore;

/** A store that throws at the n-th call of it, counted from 0, and at every one after that. */
function awayFrom(store: CircuitStore, firstCall: number, effect: 'before' | 'after' = 'before') {
  const asked: StoreCall[] = [];
  const call = async <Result>(name: StoreCall, run: () => Promise<Result>): Promise<Result> => {
    asked.push(name);
    if (asked.length <= firstCall) {
      return run();
    }
    if (effect === 'after') {
      await run();
    }
    throw new Error('the store is away');
  };
  const away: CircuitStore = {
    find: (dependency) => call('find', () => store.find(dependency)),
    replace: (dependency, version, state) => call('replace', () => store.replace(dependency, version, state)),
  };
  return { away, asked };
}

describe('Circuit breaker whose store is away', () => {
  it('lets calls through, and their errors as they are', async () => {
    const { environment, store, succeed, fail } = setUpCircuit();
    const breaker = environment(awayFrom(store, 0).away);
    const error = new DependencyDown();

    expect(await succeed(breaker)).toBe('done');
    expect(await fail(breaker, error)).toBe(error);
  });

  it('lets calls through of a circuit that is due for a probe which cannot be recorded', async () => {
    const { environment, store, succeed, open, clock, stateOf } = setUpCircuit();
    await open();
    clock.advance(SETTINGS.openForMs);

    expect(await succeed(environment(awayFrom(store, 1).away))).toBe('done');

    expect(stateOf()?.kind).toBe('open');
  });

  it('asks the store again only after a while, and says each time that it did not answer', async () => {
    const observer = new RecordedChanges();
    const { environment, store, succeed, clock } = setUpCircuit({ observer });
    const { away, asked } = awayFrom(store, 0);
    const breaker = environment(away);

    for (let n = 0; n < 5; n += 1) {
      await succeed(breaker);
    }
    expect(asked).toHaveLength(1);
    expect(observer.storeFailures).toBe(1);

    clock.advance(SETTINGS.storeAwayForMs);
    await succeed(breaker);
    expect(asked).toHaveLength(2);
    expect(observer.storeFailures).toBe(2);
  });

  it('guards again as soon as it has found the store again', async () => {
    const { environment, store, succeed, open, clock } = setUpCircuit();
    let isAway = true;
    const breaker = environment({
      ...store,
      find: (dependency) => (isAway ? Promise.reject(new Error('away')) : store.find(dependency)),
    });
    await succeed(breaker);
    await open();

    isAway = false;
    clock.advance(SETTINGS.storeAwayForMs);

    await expect(succeed(breaker)).rejects.toMatchObject({ name: 'CircuitOpenError' });
  });

  it('never lets anybody see that, at whichever call the store goes away, before its effect or after it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(12),
        fc.constantFrom('before' as const, 'after' as const),
        fc.array(fc.record({ succeeds: fc.boolean(), passedMs: fc.constantFrom(0, 2_000, 20_000, 60_000) }), {
          maxLength: 20,
        }),
        async (firstCall, effect, calls) => {
          const { environment, store, calling, clock } = setUpCircuit();
          const breaker = environment(awayFrom(store, firstCall, effect).away);
          for (const { succeeds, passedMs } of calls) {
            clock.advance(passedMs);
            const error = new DependencyDown();
            const [seen] = await Promise.allSettled([
              calling(breaker, () => (succeeds ? Promise.resolve('done') : Promise.reject(error))),
            ]);

            if (seen.status === 'fulfilled') {
              expect(succeeds).toBe(true);
            } else {
              const { reason } = seen;
              expect(reason === error || (reason as Error).name === 'CircuitOpenError').toBe(true);
            }
          }
          clock.advance(SETTINGS.storeAwayForMs);
          expect(await calling(environment(awayFrom(store, 0).away), async () => 'done')).toBe('done');
        },
      ),
    );
  });
});
