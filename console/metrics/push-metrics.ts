import { Pushgateway } from 'prom-client';
import type { Metrics } from './metrics';

const TIMEOUT_MS = 2_000;

/**
 * What happened since the last scrape would be lost with the process. Reads every figure once more, those of the database
 * among them.
 */
export async function pushMetrics({ registry }: Pick<Metrics, 'registry'>, url: string | undefined): Promise<void> {
  if (url !== undefined) {
    await new Pushgateway(url, { timeout: TIMEOUT_MS }, registry).pushAdd({ jobName: 'order-console' });
  }
}
