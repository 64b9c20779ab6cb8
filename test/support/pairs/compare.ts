import { whatIsWrongWith } from '../contracts/check-snapshot';
import { type Ending, leftBy } from './pair';
import type { Planned } from './plan';
import { brokenPromises } from './promises';
import { isOverlap } from './take-turns';

export interface Difference {
  /** Which calls, in which turns, and what they leave. */
  readonly what: string;
  /** The statements that overlap, by their names. */
  readonly overlap?: string | undefined;
}

/**
 * Where Postgres and the twins differ, and what is wrong with the books whoever kept them. The same turns must leave
 * the same; and statements that overlap nothing that they do not leave in some way one after the other.
 */
export function differencesOf({ pair, ways, inMemory }: Planned, onPostgres: readonly Ending[]): readonly Difference[] {
  const title = pair.map(({ method, n }) => `${method} ${n}`).join(' and ');
  const byTurns = new Map(inMemory.map((ending) => [ending.turns.join(', '), leftBy(ending)]));
  const left = new Set(byTurns.values());
  const met = new Set(onPostgres.map(({ turns }) => turns.join(', ')));

  const found = onPostgres.flatMap((ending) => {
    const turns = ending.turns.join(', ');
    const overlap = ending.turns.find(isOverlap)?.replaceAll(/[01] /g, '');
    const isKnown = overlap === undefined ? byTurns.get(turns) === leftBy(ending) : left.has(leftBy(ending));
    const wrong = [...whatIsWrongWith(ending.snapshot), ...brokenPromises(pair, ending)];
    return [...(isKnown ? [] : [`no twin leaves ${leftBy(ending)}`]), ...wrong].map((what) => ({
      what: `${title}: ${turns}: ${what}`,
      overlap,
    }));
  });
  const wanted =
    ways === 'every' ? [...byTurns.keys()] : ways.filter((way) => !way.some(isOverlap)).map((way) => way.join(', '));
  const never = wanted.filter((turns) => !met.has(turns)).map((turns) => ({ what: `${title}: never ${turns}` }));
  return [...found, ...never];
}
