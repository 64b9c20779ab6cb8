import type { MetricIdentity } from './alarm';

export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

/** Everything that was measured, by metric. A metric is its namespace, its name and exactly its dimensions. */
export class MetricSamples {
  private readonly byMetric = new Map<string, { isSorted: boolean; readonly samples: Sample[] }>();

  add(metric: MetricIdentity, ...samples: readonly Sample[]): void {
    const key = keyOf(metric);
    const known = this.byMetric.get(key) ?? { isSorted: false, samples: [] };
    known.samples.push(...samples);
    known.isSorted = false;
    this.byMetric.set(key, known);
  }

  /** After `from`, and until `to`. */
  between(metric: MetricIdentity, from: number, to: number): readonly number[] {
    const samples = this.sorted(metric);
    return samples.slice(firstAfter(samples, from), firstAfter(samples, to)).map(({ value }) => value);
  }

  /** Whether there was anything by then. */
  isKnownBefore(metric: MetricIdentity, moment: number): boolean {
    return firstAfter(this.sorted(metric), moment) > 0;
  }

  private sorted(metric: MetricIdentity): readonly Sample[] {
    const known = this.byMetric.get(keyOf(metric));
    if (known !== undefined && !known.isSorted) {
      known.samples.sort((a, b) => a.at - b.at);
      known.isSorted = true;
    }
    return known?.samples ?? [];
  }
}

const keyOf = ({ namespace, name, dimensions }: MetricIdentity): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);

/** By halves: alarms ask for thousands of periods. */
function firstAfter(samples: readonly Sample[], moment: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.at ?? 0) <= moment) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
