import fc from 'fast-check';
import type { Move } from './script';

/** @param works how often a call works for every five that go wrong */
export const arbitraryMoves = (works: number): fc.Arbitrary<Move[]> =>
  fc.array(
    fc.oneof(
      { weight: works, arbitrary: fc.constant<Move>('works') },
      { weight: 1, arbitrary: fc.constant<Move>('fails-before') },
      { weight: 2, arbitrary: fc.constant<Move>('fails-after') },
      { weight: 2, arbitrary: fc.integer({ min: 0, max: 20 }).map((landsAfter): Move => ({ landsAfter })) },
    ),
    { maxLength: 40, size: 'max' },
  );
