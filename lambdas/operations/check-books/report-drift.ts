import { MetricName } from '../../contracts/metrics';
import { measure } from '../../runtime/measure';
import { logger } from '../../runtime/powertools';
import type { createCheckBooks } from './check-books';

/** So many are written down; where there are more, one look at the database says more than the log. */
const MOST_LOGGED = 50;

/** Makes a metric of what does not agree, and writes down where. */
export const createReportDrift =
  ({ checkBooks }: { readonly checkBooks: ReturnType<typeof createCheckBooks> }) =>
  async (): Promise<{ readonly violations: number; readonly orders: number; readonly complete: boolean }> => {
    const { violations, orders, complete, stock } = await checkBooks();
    measure(MetricName.Drift, violations.length);
    measure(MetricName.OrdersChecked, orders);
    measure(MetricName.StockUnchecked, stock.isChecked ? 0 : 1);
    for (const { invariant, subject, detail } of violations.slice(0, MOST_LOGGED)) {
      logger.error('the books do not agree', { invariant, subject, detail });
    }
    if (!stock.isChecked) {
      const why = stock.because === undefined ? 'there are too many reservations' : 'it takes too long, or failed';
      logger.warn('stock could not be added up', { why, error: stock.because as Error });
    }
    return { violations: violations.length, orders, complete };
  };
