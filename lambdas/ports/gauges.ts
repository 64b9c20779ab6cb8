import type { MetricName } from '../contracts/metrics';

/** Levels that operators watch: how much, or for how long, at this moment. */
export interface Gauges {
  set(name: MetricName, value: number, unit: 'Count' | 'Seconds'): void;
}
