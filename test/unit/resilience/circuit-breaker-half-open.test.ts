import { CircuitOpenError } from '../../../lambdas/resilience/circuit-breaker';
import {
  AnswerWithoutResult,
  DependencyDown,
  heldCall,
  NeverSent,
  SETTINGS,
  setUpCircuit,
} from '../../support/circuit/shared-circuit-bench';

describe('Circuit breaker, half open', () => {
  it('lets one call through of many that come at once, and closes when it succeeds', async () => {
    const { environment, open, succeed, calling, clock, reached, stateOf } = setUpCircuit();
    await open();
    clock.advance(SETTINGS.openForMs);
    const probe = heldCall();

    const asked = Promise.allSettled(Array.from({ length: 20 }, () => calling(environment(), probe.effect)));
    probe.succeed();

    expect((await asked).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(reached()).toBe(6);
    expect(stateOf()).toEqual({ kind: 'closed', epoch: 1, failures: 0 });
    expect(await succeed(environment())).toBe('done');
  });

  it('lets no call through a moment too early', async () => {
    const { environment, open, succeed, clock } = setUpCircuit();
    await open();

    clock.advance(SETTINGS.openForMs - 1);

    await expect(succeed(environment())).rejects.toBeInstanceOf(CircuitOpenError);
  });

  it('opens for as long again when the probe fails, and says so of the probe', async () => {
    const { environment, open, fail, clock, stateOf } = setUpCircuit();
    await open();
    clock.advance(SETTINGS.openForMs);

    const probe = await fail(environment());

    expect(probe).toMatchObject({ name: 'CircuitOpenError', cause: { name: 'DependencyDown' } });
    expect(stateOf()).toEqual({ kind: 'open', epoch: 1, until: clock.now().getTime() + 60_000 });
  });

  it('takes an answer that is no result for a success', async () => {
    const { environment, open, fail, clock, stateOf } = setUpCircuit();
    await open();
    clock.advance(SETTINGS.openForMs);

    expect(await fail(environment(), new AnswerWithoutResult())).toBeInstanceOf(AnswerWithoutResult);

    expect(stateOf()?.kind).toBe('closed');
  });

  it('lets the next call probe at once when the probe was never sent', async () => {
    const { environment, open, fail, succeed, clock, stateOf } = setUpCircuit();
    await open();
    clock.advance(SETTINGS.openForMs);

    expect(await fail(environment(), new NeverSent())).toBeInstanceOf(NeverSent);
    expect(await succeed(environment())).toBe('done');

    expect(stateOf()?.kind).toBe('closed');
  });

  it('lets another call probe when the first prober died with its lease', async () => {
    const { environment, open, succeed, calling, clock } = setUpCircuit();
    await open();
    clock.advance(SETTINGS.openForMs);
    const died = heldCall();
    void calling(environment(), died.effect);
    await new Promise(setImmediate);

    clock.advance(SETTINGS.leaseMs - 1);
    await expect(succeed(environment())).rejects.toBeInstanceOf(CircuitOpenError);
    clock.advance(1);

    expect(await succeed(environment())).toBe('done');
  });

  it.each(['succeed', 'fail'] as const)(
    'changes nothing when a probe comes to its end (%s) after its lease',
    async (end) => {
      const { environment, open, calling, clock, stateOf, store } = setUpCircuit();
      await open();
      clock.advance(SETTINGS.openForMs);
      const late = heldCall();
      const probing = calling(environment(), late.effect).catch(() => undefined);
      await new Promise(setImmediate);
      const [state, { writes }] = [stateOf(), { ...store.counts }];

      clock.advance(SETTINGS.leaseMs);
      late[end]();
      await probing;

      expect(stateOf()).toBe(state);
      expect(store.counts.writes).toBe(writes);
    },
  );

  it('counts no failure of a call from before the opening against the circuit after it', async () => {
    const { environment, open, succeed, calling, clock, stateOf } = setUpCircuit();
    const late = heldCall();
    const begunBefore = calling(environment(), late.effect);
    await new Promise(setImmediate);
    await open();
    clock.advance(SETTINGS.openForMs);
    await succeed(environment());

    late.fail();

    await expect(begunBefore).rejects.toBeInstanceOf(DependencyDown);
    expect(stateOf()).toEqual({ kind: 'closed', epoch: 1, failures: 0 });
  });
});
