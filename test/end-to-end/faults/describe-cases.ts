import type { Books } from '../../../lambdas/domain/books/books';
import { checkBooks } from '../../../lambdas/domain/books/check-books';
import type { Bench } from './bench';
import type { FaultCase } from './fault-case';

/** Orders that are on their way at the same time. */
const AT_ONCE = 8;

/** Carries out all cases, waits until the system is quiet, and only then looks at each of them. */
export function describeCases(benchOf: () => Bench, cases: readonly FaultCase[]): void {
  describe('each under its own', () => {
    const outcomes = new Map<string, string | Error>();
    let books: Books;

    beforeAll(async () => {
      const waiting = [...cases];
      const worker = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          outcomes.set(
            next.title,
            await benchOf()
              .run(next)
              .catch((error: Error) => error),
          );
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
      books = await benchOf().quietBooks();
    });

    it.each(cases.map((fault) => [fault.title, fault] as const))('%s', async (title, { expected, check }) => {
      const orderId = outcomes.get(title);
      if (typeof orderId !== 'string') {
        throw orderId;
      }
      try {
        const facts = benchOf().factsOf(books, orderId);
        expect(facts).toMatchObject(expected);
        check?.(await benchOf().seen(orderId), facts);
      } catch (error) {
        (error as Error).message += `\n\nwhat failed on its way:\n${(await benchOf().failuresOf(orderId)).join('\n')}`;
        throw error;
      }
    });

    it('leaves books that agree', () => {
      expect(checkBooks(books)).toEqual([]);
    });

    it('has done everything that was asked for', async () => {
      expect(await benchOf().unmet()).toEqual([]);
    });
  });
}
