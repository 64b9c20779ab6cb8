import { createCheckBooks } from '../../lambdas/operations/check-books/check-books';
import type { BooksOnRecord } from '../../lambdas/ports/books-on-record';
import type { Clock } from '../../lambdas/ports/clock';
import type { DriftFigures } from './figures';

/** Of each look: of large books another part each time. The scheduled check has more, and rings. */
const BUDGET_MS = 1_500;
const EVERY_MS = 60_000;
const MOST_FINDINGS = 20;

/** Whether our books agree with themselves, looked at once a minute and not for each page. */
export function createReadDrift({ books, clock }: { readonly books: BooksOnRecord; readonly clock: Clock }) {
  const check = createCheckBooks({ books, clock, budgetMs: BUDGET_MS });
  let kept: { readonly drift: DriftFigures; readonly until: number } | undefined;

  return async (): Promise<DriftFigures> => {
    const now = clock.now().getTime();
    if (kept === undefined || kept.until <= now) {
      const { violations, orders, complete, stock } = await check();
      const findings = violations
        .slice(0, MOST_FINDINGS)
        .map(({ invariant, subject, detail }) => `${invariant} of ${subject}: ${detail}`);
      kept = {
        drift: { at: new Date(now).toISOString(), orders, complete, stockChecked: stock.isChecked, findings },
        until: now + EVERY_MS,
      };
    }
    return kept.drift;
  };
}
