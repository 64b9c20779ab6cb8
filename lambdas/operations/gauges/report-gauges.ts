import { MetricName } from '../../contracts/metrics';
import { DependencyUnavailableError } from '../../domain/failures';
import { countWaiting } from '../../runtime/dependency-signals';
import { measure } from '../../runtime/measure';
import { logger } from '../../runtime/powertools';
import type { createReadGauges } from './read-gauges';

/** Statuses that are measured even when no order has them, so that a gauge goes back to zero. */
const MEASURED = ['RECEIVED', 'RESERVED', 'CHARGED', 'SHIPPING', 'NEEDS_REPAIR'] as const;

/** Makes metrics of the gauges, but of the outbox: whoever empties it measures that. What could not be read is no zero: it is left out, and counted as waiting. */
export const createReportGauges =
  ({ readGauges }: { readonly readGauges: ReturnType<typeof createReadGauges> }) =>
  async (): Promise<{ readonly unread: number }> => {
    const { gauges, unread } = await readGauges();
    const { openOrders, stuckOrders, oldestRepairSeconds, circuits = {} } = gauges;

    if (openOrders !== undefined) {
      for (const status of MEASURED) {
        measure(MetricName.OpenOrders, openOrders[status] ?? 0, { status });
      }
    }
    measureKnown(MetricName.OrdersStuck, stuckOrders, 'Count');
    measureKnown(MetricName.OldestRepairAge, oldestRepairSeconds, 'Seconds');
    for (const [dependency, state] of Object.entries(circuits)) {
      measure(MetricName.CircuitOpen, state === 'closed' ? 0 : 1, { dependency });
    }

    // So that there is something to look at for the alarm on their silence, also before the first one ever came.
    measure(MetricName.PaymentEventGenuine, 0, { route: 'POST /webhooks/payment' });

    for (const { part, error } of unread) {
      countWaiting(error);
      if (error instanceof DependencyUnavailableError && error.dependency === 'postgres') {
        measure(MetricName.PostgresAway, 1);
      }
      logger.warn('a part of the gauges could not be read', { part, error: error as Error });
    }
    return { unread: unread.length };
  };

function measureKnown(name: MetricName, value: number | undefined, unit: 'Count' | 'Seconds'): void {
  if (value !== undefined) {
    measure(name, value, {}, unit);
  }
}
