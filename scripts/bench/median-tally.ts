import type { Tally } from './tally';

/**
 * Call by call the median of what single orders took: a sweep that ran beside one of them, or a message that the emulator
 * delivered twice, is not what an order costs.
 */
export function medianTally(tallies: readonly Tally[]): Tally {
  const medianAt = (point: keyof Tally): Record<string, number> => {
    const names = new Set(tallies.flatMap((tally) => Object.keys(tally[point])));
    return Object.fromEntries(
      [...names]
        .sort()
        .map((name) => [name, median(tallies.map((tally) => tally[point][name] ?? 0))] as const)
        .filter(([, count]) => count > 0),
    );
  };
  return {
    lambda: medianAt('lambda'),
    aws: medianAt('aws'),
    postgres: medianAt('postgres'),
    replica: medianAt('replica'),
    payment: medianAt('payment'),
    carrier: medianAt('carrier'),
  };
}

/** The lower one of the two in the middle, so that it is a count that was seen. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);
