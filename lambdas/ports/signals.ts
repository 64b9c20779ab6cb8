import type { MetricName } from '../contracts/metrics';

/** What operators watch beside the outcome of a call. Facts are ids and counts, never anything personal. */
export interface Signals {
  count(name: MetricName, value: number, facts?: Readonly<Record<string, string | number>>): void;
}
