import { CircuitOpenError } from '../../../lambdas/resilience/circuit-breaker';
import { observedBy } from '../../../lambdas/resilience/circuit-observer';
import {
  AnswerWithoutResult,
  DEPENDENCY,
  DependencyDown,
  heldCall,
  NeverSent,
  RecordedChanges,
  SETTINGS,
  setUpCircuit,
} from '../../support/circuit/shared-circuit-bench';

describe('Circuit breaker, closed', () => {
  it('answers what the call answers, reads once in a while, and writes nothing', async () => {
    const { environment, succeed, store } = setUpCircuit();
    const breaker = environment();

    expect(await succeed(breaker)).toBe('done');
    expect(await succeed(breaker)).toBe('done');

    expect(store.counts).toEqual({ reads: 1, writes: 0 });
  });

  it('reads again after the time for which it believes what it read', async () => {
    const { environment, succeed, store, clock } = setUpCircuit();
    const breaker = environment();

    await succeed(breaker);
    clock.advance(SETTINGS.believedForMs);
    await succeed(breaker);

    expect(store.counts).toEqual({ reads: 2, writes: 0 });
  });

  it('lets the error of a call through as it is', async () => {
    const { environment, fail } = setUpCircuit();
    const error = new DependencyDown();

    expect(await fail(environment(), error)).toBe(error);
  });

  it.each([new AnswerWithoutResult(), new NeverSent()])('never counts $name as a failure', async (error) => {
    const { environment, fail, stateOf } = setUpCircuit();

    for (let n = 0; n < 20; n += 1) {
      expect(await fail(environment(), error)).toBe(error);
    }

    expect(stateOf()).toBeUndefined();
  });

  it('forgets a row of failures when somebody who knows of them succeeds', async () => {
    const { environment, fail, succeed, stateOf } = setUpCircuit();
    for (let n = 0; n < 4; n += 1) {
      await fail(environment());
    }

    await succeed(environment());
    await fail(environment());

    expect(stateOf()).toEqual({ kind: 'closed', epoch: 0, failures: 1 });
  });

  it('writes a success once, however many follow', async () => {
    const { environment, fail, succeed, store } = setUpCircuit();
    const breaker = environment();
    await fail(breaker);

    for (let n = 0; n < 10; n += 1) {
      await succeed(breaker);
    }

    expect(store.counts.writes).toBe(2);
  });
});

describe('Circuit breaker, opening', () => {
  it('opens at the fifth failure in a row, whichever environments had them, and refuses the next call', async () => {
    const { environment, fail, succeed, reached, stateOf, clock } = setUpCircuit();
    for (let n = 0; n < 5; n += 1) {
      expect(stateOf()?.kind).not.toBe('open');
      await fail(environment());
    }

    await expect(succeed(environment())).rejects.toBeInstanceOf(CircuitOpenError);

    expect(reached()).toBe(5);
    expect(stateOf()).toEqual({ kind: 'open', epoch: 1, until: clock.now().getTime() + 60_000 });
  });

  it('opens when five environments fail at the same moment, each having read that nothing is wrong', async () => {
    const { environment, fail, stateOf } = setUpCircuit();

    await Promise.all(Array.from({ length: 5 }, () => fail(environment())));

    expect(stateOf()?.kind).toBe('open');
  });

  it('says of the failure that opens it, and of those that end after it, that the circuit is open, and why', async () => {
    const { environment, fail, calling } = setUpCircuit();
    const late = heldCall();
    const begunBefore = calling(environment(), late.effect);
    await new Promise(setImmediate);
    for (let n = 0; n < 4; n += 1) {
      expect(await fail(environment())).toBeInstanceOf(DependencyDown);
    }

    const opening = await fail(environment());
    late.fail();

    expect(opening).toMatchObject({ name: 'CircuitOpenError', cause: { name: 'DependencyDown' } });
    await expect(begunBefore).rejects.toMatchObject({ name: 'CircuitOpenError', cause: { name: 'DependencyDown' } });
  });

  it('costs a blind environment one call', async () => {
    const { environment, fail, succeed, open, reached } = setUpCircuit();
    const blind = environment();
    await succeed(blind);
    await open();

    const beforeIt = reached();
    expect((await fail(blind)).cause).toBeInstanceOf(DependencyDown);
    expect((await fail(blind)).cause).toBeUndefined();

    expect(reached()).toBe(beforeIt + 1);
  });
});

describe('Changes of a circuit', () => {
  it('are each reported once, by whoever made them', async () => {
    const observer = new RecordedChanges();
    const { environment, open, succeed, fail, clock } = setUpCircuit({ observer });
    await open();
    clock.advance(SETTINGS.openForMs);
    await fail(environment());
    clock.advance(SETTINGS.openForMs);
    await succeed(environment());

    expect(observer.ways).toEqual([
      'closed to open',
      'open to half-open',
      'half-open to open',
      'open to half-open',
      'half-open to closed',
    ]);
    expect(observer.changes[0]).toEqual({
      dependency: DEPENDENCY,
      from: 'closed',
      to: 'open',
      epoch: 1,
      at: new Date(clock.now().getTime() - 2 * SETTINGS.openForMs),
    });
  });

  it('reach every observer, and no observer that throws disturbs a call', async () => {
    const heard = new RecordedChanges();
    const broken = {
      changed: () => {
        throw new Error('the bus is away');
      },
      storeAway: () => Promise.reject(new Error('the bus is away')),
    };
    const { environment, open, succeed, clock } = setUpCircuit({ observer: observedBy(broken, heard) });
    await open();
    clock.advance(SETTINGS.openForMs);

    expect(await succeed(environment())).toBe('done');
    expect(heard.ways).toEqual(['closed to open', 'open to half-open', 'half-open to closed']);
  });
});
