import fc from 'fast-check';
import type { Call } from '../../../../localstack/chaos/call';
import { createFaultScript } from '../../../../localstack/chaos/fault-script';
import { createInjectionLog } from '../../../../localstack/chaos/injection-log';
import { choose, createRandomFaults } from '../../../../localstack/chaos/random-faults';

const call = (name: string, text = ''): Call => ({ point: 'lambda', name, text });
const kill = { kind: 'kill' };
const delay = { kind: 'delay' };

describe('Fault script', () => {
  it('uses up the first rule that matches, and leaves other calls alone', () => {
    const script = createFaultScript();
    script.add({ name: 'charge', text: 'order-1', fault: kill }, { name: 'charge', fault: delay });

    expect(script.take(call('book', 'order-1'))).toBeUndefined();
    expect(script.take(call('charge', 'order-2'))).toBe(delay);
    expect(script.take(call('charge', 'order-1'))).toBe(kill);
    expect(script.take(call('charge', 'order-1'))).toBeUndefined();
  });

  it('passes over as many calls as it is told, and happens as often as it is told', () => {
    const script = createFaultScript();
    script.add({ name: 'charge', skip: 1, times: 2, fault: kill });

    const fates = Array.from({ length: 4 }, () => script.take(call('charge')));

    expect(fates).toEqual([undefined, kill, kill, undefined]);
  });

  it('matches only a call that contains everything', () => {
    const script = createFaultScript();
    script.add({ text: ['order-1', 'COMMIT'], fault: kill });

    expect(script.take(call('charge', 'order-1'))).toBeUndefined();
    expect(script.take(call('charge', 'COMMIT order-1'))).toBe(kill);
  });

  it('waits for a rule of another script, when it is told to', () => {
    const met = new Set<string>();
    const [first, second] = [createFaultScript(met), createFaultScript(met)];
    first.add({ name: 'charge', id: 'cut', fault: kill });
    second.add({ name: 'book', after: 'cut', fault: delay });

    expect(second.take(call('book'))).toBeUndefined();
    first.take(call('charge'));
    expect(second.take(call('book'))).toBe(delay);
  });

  it('says what has never come about', () => {
    const script = createFaultScript();
    const [met, never] = [
      { name: 'charge', times: 2, fault: kill },
      { name: 'book', fault: kill },
    ];
    script.add(met, never);
    script.take(call('charge'));

    script.clear();

    expect(script.unmet()).toEqual([never]);
    expect(script.take(call('charge'))).toBeUndefined();
  });
});

describe('Random faults', () => {
  const MENU = [
    { weight: 3, of: kill },
    { weight: 1, of: delay },
  ];
  const fates = (seed: number, calls: readonly Call[], rate = 0.5) => {
    const take = createRandomFaults({ seed, rate, menuOf: () => MENU });
    return calls.map((one) => take(one)?.kind);
  };

  it('gives the n-th call of a function the same fate, however calls of others come in between', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.constantFrom('charge', 'book', 'confirm')), (seed, names) => {
        const calls = names.map((name) => call(name));
        const mixed = fates(seed, calls);
        for (const name of new Set(names)) {
          const alone = fates(
            seed,
            calls.filter((one) => one.name === name),
          );
          expect(mixed.filter((_, index) => names[index] === name)).toEqual(alone);
        }
      }),
    );
  });

  it('disturbs the share that was asked for, each way as often as its weight says', () => {
    const happened = fates(
      7,
      Array.from({ length: 10_000 }, () => call('charge')),
      0.1,
    ).filter((kind) => kind !== undefined);

    expect(happened.length).toBeGreaterThan(900);
    expect(happened.length).toBeLessThan(1_100);
    expect(happened.filter((kind) => kind === 'kill').length / happened.length).toBeCloseTo(0.75, 1);
  });

  it('disturbs nothing at a rate of zero and everything at one', () => {
    const calls = Array.from({ length: 100 }, () => call('charge'));

    expect(fates(1, calls, 0)).toEqual(calls.map(() => undefined));
    expect(fates(1, calls, 1)).not.toContain(undefined);
  });

  it('chooses nothing from an empty menu', () => {
    expect(choose([], 0.5)).toBeUndefined();
  });
});

describe('Injection log', () => {
  it('counts every call and writes down those that were disturbed', () => {
    const told: string[] = [];
    const log = createInjectionLog({ onInjection: ({ name, kind }) => told.push(`${name} ${kind}`) });
    const script = createFaultScript();
    script.add({ name: 'charge', fault: kill });
    const watched = log.watch(script.take);

    expect([watched(call('book')), watched(call('charge')), watched(call('charge'))]).toEqual([
      undefined,
      kill,
      undefined,
    ]);

    expect(log.calls().get('lambda')).toBe(3);
    expect(log.injections()).toMatchObject([{ point: 'lambda', name: 'charge', kind: 'kill' }]);
    expect(told).toEqual(['charge kill']);
  });
});
