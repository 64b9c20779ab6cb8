import { outcomeOf, type StoreCall } from '../contracts/store-call';
import { openInMemoryWorld } from '../in-memory/in-memory-world';
import { type EndingInMemory, endingsInMemory } from './in-memory-pairs';
import { type Ending, leftBy, makeAll, type PairOfCalls } from './pair';
import type { Plan } from './postgres-pairs';
import type { Situation } from './situations';
import { callOf, isOverlap, overlapsIn } from './take-turns';

/** A pair as it is to be run on Postgres, and what the twins make of it in every way without an overlap. */
export interface Planned extends Plan {
  readonly inMemory: readonly EndingInMemory[];
}

type Ways = readonly (readonly string[])[];

/** Every way of every pair, which takes as long as a coffee. */
export async function planAll({ before, pairs }: Situation): Promise<readonly Planned[]> {
  const planned: Planned[] = [];
  for (const pair of pairs) {
    planned.push({ pair, ways: 'every', inMemory: await endingsInMemory(before, pair) });
  }
  return planned;
}

/**
 * What a build has time for, of pairs that change anything: every way of a pair of which the twins say that it matters how the two are mixed. Where
 * it does not, and each changes something: the way that is mixed most. And once in this situation, a statement that
 * changes something overlapping with each that may.
 */
export async function planSome({ before, pairs }: Situation): Promise<readonly Planned[]> {
  const isChange = await changesIn(before, pairs);
  const overlapped = new Set<string>();
  const planned: Planned[] = [];
  for (const pair of pairs.filter((one) => one.some(isChange))) {
    const inMemory = await endingsInMemory(before, pair);
    const matters = isMixingOfMatter(inMemory);
    const bothChange = pair.every(isChange);
    const ways: Ways = [
      ...(matters ? inMemory.map(({ turns }) => turns) : bothChange ? [mostMixed(inMemory)] : []),
      ...(bothChange ? firstOverlaps(pair, inMemory, overlapped) : []),
    ];
    planned.push(...(ways.length > 0 ? [{ pair, ways, inMemory }] : []));
  }
  return planned;
}

async function changesIn(before: readonly StoreCall[], pairs: readonly PairOfCalls[]) {
  const keyOf = ({ method, n }: StoreCall): string => `${method} ${n}`;
  const changes = new Map<string, boolean>();
  for (const call of pairs.flat()) {
    if (!changes.has(keyOf(call))) {
      const world = await openInMemoryWorld();
      await makeAll(before, world.stores);
      const untouched = JSON.stringify(await world.snapshot());
      await outcomeOf(call, world.stores);
      changes.set(keyOf(call), JSON.stringify(await world.snapshot()) !== untouched);
    }
  }
  return (call: StoreCall): boolean => changes.get(keyOf(call)) === true;
}

/** How often it is the turn of another call. */
const alternations = ({ turns }: Ending): number =>
  turns.filter((turn, at) => at > 0 && callOf(turn) !== callOf(turns[at - 1] ?? '')).length;

function isMixingOfMatter(endings: readonly Ending[]): boolean {
  const apart = new Set(endings.filter((ending) => alternations(ending) < 2).map(leftBy));
  return endings.some((ending) => !apart.has(leftBy(ending)));
}

const mostMixed = (endings: readonly Ending[]): readonly string[] =>
  endings.reduce((most, ending) => (alternations(ending) > alternations(most) ? ending : most)).turns;

/** Adds what it finds to those that are known. */
function firstOverlaps(pair: PairOfCalls, endings: readonly EndingInMemory[], known: Set<string>): Ways {
  return endings
    .flatMap(({ turns, changed }) => overlapsIn(turns, changed))
    .filter((turns) => {
      const overlap = turns.find(isOverlap) ?? '';
      const key = `${overlap.replaceAll(/[01] /g, '')} ${pair[callOf(overlap)]?.n}`;
      const isFresh = !known.has(key);
      known.add(key);
      return isFresh;
    });
}
