import { outcomeOf, type StoreCall } from '../contracts/store-call';
import type { Snapshot, Stores } from '../contracts/store-world';
import type { Run } from './take-turns';

/** Two calls that are made at once. */
export type PairOfCalls = readonly [StoreCall, StoreCall];

/** What came of one way in which the statements of a pair can follow on each other. */
export interface Ending extends Run {
  readonly snapshot: Snapshot;
}

export async function makeAll(calls: readonly StoreCall[], stores: Stores): Promise<void> {
  for (const call of calls) {
    await outcomeOf(call, stores);
  }
}

/** What callers and books are left with, as a text by which it can be compared. */
export const leftBy = ({ answers, snapshot }: Ending): string => JSON.stringify(inOrder([answers, snapshot]));

/** The same value with the names of each object in one order, and without those that have no value. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(inOrder);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, one]) => [name, inOrder(one)]),
      )
    : value;
}
