import { Gauge, type Registry } from 'prom-client';
import type { createReadGauges } from '../../lambdas/operations/gauges/read-gauges';

type Waiting = Awaited<ReturnType<ReturnType<typeof createReadGauges>>>['gauges'];

/** All gauges of one scrape tell of one moment, and ask once. */
const KEEP_MS = 5_000;

/**
 * What stands still, by the same readings as the metrics that alarms look at. Read when somebody scrapes and not for each
 * page. What cannot be read has no series.
 */
export function addWaitingGauges(registry: Registry, read: ReturnType<typeof createReadGauges>): void {
  let kept: { readonly reading: Promise<Waiting>; readonly until: number } | undefined;
  const readOnce = (): Promise<Waiting> => {
    const now = Date.now();
    if (kept === undefined || kept.until <= now) {
      kept = { reading: read().then(({ gauges }) => gauges), until: now + KEEP_MS };
    }
    return kept.reading;
  };

  for (const [name, figure, help] of GAUGES) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.reset();
        const value = (await readOnce())[figure];
        if (value === undefined) {
          this.remove();
        } else {
          this.set(value);
        }
      },
    });
  }
}

const GAUGES = [
  ['orders_stuck', 'stuckOrders', 'Orders that should have ended an hour ago, and are in nobody’s hands.'],
  ['oldest_repair_age_seconds', 'oldestRepairSeconds', 'How long the oldest order has waited for repair.'],
  ['outbox_age_seconds', 'outboxAgeSeconds', 'How long the oldest event has waited to be published.'],
] as const;
