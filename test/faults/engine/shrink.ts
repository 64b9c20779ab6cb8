import { type Fault, NUMBERED } from './fault';
import { runSchedule, type Simulated } from './run-schedule';
import type { Schedule } from './schedule';
import type { Wiring } from './simulate';

/**
 * Makes a schedule as short and as simple as it can be while something is still violated: takes faults away, gives
 * them smaller numbers, asks for a plainer order. Works on names, not on positions, since a fault that is taken away
 * moves every later call.
 */
export async function shrink(wiring: Wiring, found: Simulated): Promise<Simulated> {
  let smallest = found;
  for (;;) {
    const smaller = await firstViolated(wiring, simplerThan(smallest.schedule));
    if (smaller === undefined) {
      return smallest;
    }
    smallest = smaller;
  }
}

async function firstViolated(wiring: Wiring, candidates: Iterable<Schedule>): Promise<Simulated | undefined> {
  for (const candidate of candidates) {
    const simulated = await runSchedule(wiring, candidate);
    if (simulated.violations.length > 0) {
      return simulated;
    }
  }
  return undefined;
}

function* simplerThan({ scenario, faults }: Schedule): Generator<Schedule> {
  for (const [index, { at }] of faults.entries()) {
    const others = faults.toSpliced(index, 1);
    yield { scenario, faults: others };
    yield { scenario, faults: others.map((fault) => ({ ...fault, at: oneRunEarlier(fault.at, at) })) };
  }
  if (scenario !== 'plain') {
    yield { scenario: 'plain', faults };
  }
  for (const [index, { at, fault }] of faults.entries()) {
    for (const simpler of simplerFaults(fault)) {
      yield { scenario, faults: faults.with(index, { at, fault: simpler }) };
    }
  }
}

/** When what failed a call goes, the calls of that state that came after it are counted anew. */
function oneRunEarlier(at: string, gone: string): string {
  const [state, run] = runOf(gone);
  const [other, later] = runOf(at);
  return other === state && later > run ? at.replace(`#${later}`, `#${later - 1}`) : at;
}

const runOf = (address: string): readonly [state: string, run: number] => {
  const [state = '', run] = address.split('.')[0]?.split('#') ?? [];
  return [state, Number(run)];
};

function simplerFaults({ kind, count = 0 }: Fault): readonly Fault[] {
  if (!NUMBERED.has(kind)) {
    return [];
  }
  const least = kind === 'away' || kind === 'halfway' ? 1 : 0;
  const smaller = count === Number.POSITIVE_INFINITY ? [least, 5, 30] : [least, Math.floor(count / 2), count - 1];
  return [...new Set(smaller)].filter((next) => next >= least && next < count).map((next) => ({ kind, count: next }));
}
