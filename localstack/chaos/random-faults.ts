import { createHash } from 'node:crypto';
import type { Call, Fault, FaultSource } from './call';

/** What there is to choose from, and how often each is chosen in relation to the others. */
export type Menu<T> = readonly { readonly weight: number; readonly of: T }[];

/**
 * A number from 0 up to 1 that is always the same for the same things. A hash in place of a generator with a state:
 * the n-th call of a function meets the same fate however calls of different functions interleave.
 */
export const chance = (...things: readonly (string | number)[]): number =>
  createHash('sha256').update(things.join('\0')).digest().readUIntBE(0, 6) / 2 ** 48;

/** Disturbs a share of the calls, decided by seed, name and count. */
export function createRandomFaults<F extends Fault>({
  seed,
  rate,
  menuOf,
}: {
  readonly seed: number;
  /** Share of the calls that are disturbed, 0 to 1. */
  readonly rate: number;
  readonly menuOf: (call: Call) => Menu<F>;
}): FaultSource<F> {
  const counts = new Map<string, number>();

  return (call) => {
    const key = `${call.point} ${call.name}`;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return chance(seed, 'whether', key, count) < rate
      ? choose(menuOf(call), chance(seed, 'what', key, count))
      : undefined;
  };
}

/** @param at 0 up to 1: a place on the menu, where each entry is as long as its weight */
export function choose<T>(menu: Menu<T>, at: number): T | undefined {
  let left = at * menu.reduce((sum, { weight }) => sum + weight, 0);
  return menu.find(({ weight }) => {
    left -= weight;
    return left < 0;
  })?.of;
}
